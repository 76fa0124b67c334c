import { assertSignedInRecently } from '@/lib/account/recent-sign-in';
import { deleteWorkspaceInput } from '@/lib/api/inputs';
import { actorOf, assertShown, requireMemberApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { deleteWorkspace } from '@/lib/team/delete-workspace';

export const POST = route(async (request) => {
  const user = await requireMemberApi('owner');
  assertSameOrigin(request);
  const { workspace } = await readForm(request, deleteWorkspaceInput);
  assertShown(user, workspace);
  await limit('delete-account', user.id);
  const pages = { success: '/dashboard', 'auth/sign-in-again': '/account/members/delete' };
  return redirectAfter(request, pages, async () => {
    assertSignedInRecently(user);
    await deleteWorkspace(actorOf(user));
  });
});
