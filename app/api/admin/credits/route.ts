import { creditsInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { giveCredits } from '@/lib/billing/operators/give-credits';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';

/** Gives a customer credits. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { workspace, ...gift } = await readForm(request, creditsInput);
  return redirectAfter(request, { success: `/admin/customers/${workspace}?done=credits` }, () =>
    giveCredits({ ...gift, workspaceId: workspace, actor: `admin:${admin.id}` }),
  );
});
