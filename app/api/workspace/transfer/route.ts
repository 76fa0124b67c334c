import { assertSignedInRecently } from '@/lib/account/recent-sign-in';
import { memberInput } from '@/lib/api/inputs';
import { actorOf, requireMemberApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { transferWorkspace } from '@/lib/team/members';
import { switchWorkspace } from '@/lib/workspaces/switch';

export const POST = route(async (request) => {
  const user = await requireMemberApi('owner');
  assertSameOrigin(request);
  const { member } = await readForm(request, memberInput);
  await limit('members-account', user.id);
  const pages = {
    success: '/account/members?success=transferred',
    'auth/sign-in-again': '/account/members?error=sign-in',
  };
  return redirectAfter(request, pages, async () => {
    assertSignedInRecently(user);
    await transferWorkspace(actorOf(user), member);
    // As an admin they still see it here; a new sign-in leads to what they own.
    await switchWorkspace(actorOf(user));
  });
});
