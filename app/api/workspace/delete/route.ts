import { assertSignedInRecently } from '@/lib/account/recent-sign-in';
import { deleteInput } from '@/lib/api/inputs';
import { actorOf, requireMemberApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { deleteWorkspace } from '@/lib/team/delete-workspace';

export const POST = route(async (request) => {
  const user = await requireMemberApi('owner');
  assertSameOrigin(request);
  await readForm(request, deleteInput);
  await limit('delete-account', user.id);
  const pages = { success: '/dashboard', 'auth/sign-in-again': '/account/members/delete' };
  return redirectAfter(request, pages, async () => {
    assertSignedInRecently(user);
    await deleteWorkspace(actorOf(user));
  });
});
