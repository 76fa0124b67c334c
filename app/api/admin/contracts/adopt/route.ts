import { adoptInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { adoptContract } from '@/lib/billing/operators/adopt';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';

/** Makes a foreign subscription the customer’s plan. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { workspace, ...decision } = await readForm(request, adoptInput);
  const page = `/admin/customers/${workspace}`;
  return redirectAfter(
    request,
    {
      success: `${page}?done=adopt`,
      'billing/already-subscribed': `${page}?done=adopt-second`,
      'billing/already-owned': `${page}?done=adopt-owned`,
      'billing/not-changeable': `${page}?done=adopt-refused`,
    },
    () => adoptContract({ ...decision, workspaceId: workspace, actor: `admin:${admin.id}` }),
  );
});
