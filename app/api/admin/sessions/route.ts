import { customerInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { assertWorkspace } from '@/lib/operators/assert-workspace';
import { endAllSessions } from '@/lib/operators/end-sessions';

/** Signs a customer out everywhere. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { workspace } = await readForm(request, customerInput);
  return redirectAfter(request, { success: `/admin/customers/${workspace}?done=sessions` }, async () => {
    await assertWorkspace(workspace);
    await endAllSessions(workspace, `admin:${admin.id}`);
  });
});
