import { inviteInput } from '@/lib/api/inputs';
import { actorOf, assertShown, requireMemberApi } from '@/lib/auth';
import { appError } from '@/lib/errors';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { parseAddresses } from '@/lib/team/addresses';
import { invite } from '@/lib/team/invite';
import { seatsPath } from '@/lib/team/seats-path';

/** Invites people. What waits for seats leads to the seat change that pays for them. */
export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  const { workspace, emails, role } = await readForm(request, inviteInput);
  assertShown(user, workspace);
  await limit('members-account', user.id);
  const pages = {
    success: '/account/members?success=invited',
    'request/invalid': '/account/members?error=addresses',
    'workspace/seats-full': '/account/members?error=seats',
  };
  return redirectAfter(request, pages, async () => {
    const addresses = parseAddresses(emails);
    if (addresses === null) throw appError('request/invalid', { field: 'emails' });
    const { held, seatsNeeded } = await invite(actorOf(user), addresses, role);
    return held === 0 ? pages.success : seatsPath(user.workspaceId, seatsNeeded);
  });
});
