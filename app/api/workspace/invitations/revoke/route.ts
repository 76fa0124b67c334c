import { invitationInput } from '@/lib/api/inputs';
import { actorOf, requireMemberApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { revokeInvitation } from '@/lib/team/invitations';

export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  const { invitation } = await readForm(request, invitationInput);
  await limit('members-account', user.id);
  return redirectAfter(request, { success: '/account/members?success=revoked' }, () =>
    revokeInvitation(actorOf(user), invitation),
  );
});
