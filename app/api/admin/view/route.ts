import { customerInput } from '@/lib/api/inputs';
import { requireOperator, viewAsCustomer } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { ownerOf } from '@/lib/workspaces/owner';

/** Shows the operator the site as a customer sees it, read-only, for a while. */
export const POST = route(async (request) => {
  const admin = await requireOperator({ whileViewing: true });
  assertSameOrigin(request);
  const { workspace } = await readForm(request, customerInput);
  return redirectAfter(request, { success: '/account' }, async () => {
    const owner = await ownerOf(workspace);
    await viewAsCustomer(admin, { userId: owner.id, workspaceId: workspace });
  });
});
