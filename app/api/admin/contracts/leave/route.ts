import { leaveInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { leaveContract } from '@/lib/billing/operators/adopt';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';

/** Leaves a foreign subscription alone: closes its alert, or takes an adoption back. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { workspace, ...decision } = await readForm(request, leaveInput);
  const page = `/admin/customers/${workspace}`;
  return redirectAfter(
    request,
    {
      success: `${page}?done=leave`,
      'billing/not-changeable': `${page}?done=adopt-refused`,
    },
    () => leaveContract({ ...decision, workspaceId: workspace, actor: `admin:${admin.id}` }),
  );
});
