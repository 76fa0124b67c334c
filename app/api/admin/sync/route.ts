import { customerInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { syncCustomer } from '@/lib/billing/operators/sync-customer';
import { env } from '@/lib/env';
import { readForm } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { assertWorkspace } from '@/lib/operators/assert-workspace';

/** Reads everything of a customer from the providers. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { workspace } = await readForm(request, customerInput);
  await assertWorkspace(workspace);
  const { failed } = await syncCustomer(workspace, `admin:${admin.id}`);
  const done = failed === 0 ? 'sync' : 'sync-partial';
  return respondWithUrl(request, `${env().appUrl}/admin/customers/${workspace}?done=${done}`);
});
