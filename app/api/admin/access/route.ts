import { giveAccessInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { giveAccess } from '@/lib/billing/operators/give-access';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';

/** Grants a customer days of a plan. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { workspace, ...gift } = await readForm(request, giveAccessInput);
  return redirectAfter(request, { success: `/admin/customers/${workspace}?done=access` }, () =>
    giveAccess({ ...gift, workspaceId: workspace, actor: `admin:${admin.id}` }),
  );
});
