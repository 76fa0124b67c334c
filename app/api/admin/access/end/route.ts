import { endAccessInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { endGivenAccess } from '@/lib/billing/operators/give-access';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';

/** Ends what is left of granted days. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { workspace, gift } = await readForm(request, endAccessInput);
  return redirectAfter(request, { success: `/admin/customers/${workspace}?done=access-ended` }, () =>
    endGivenAccess({ workspaceId: workspace, gift }, `admin:${admin.id}`),
  );
});
