import { workspaceInput } from '@/lib/api/inputs';
import { actorOf, assertShown, requireMemberApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { leaveWorkspace } from '@/lib/team/members';

export const POST = route(async (request) => {
  const user = await requireMemberApi('member');
  assertSameOrigin(request);
  const { workspace } = await readForm(request, workspaceInput);
  assertShown(user, workspace);
  await limit('members-account', user.id);
  return redirectAfter(request, { success: '/dashboard', 'workspace/owner': '/account/members?error=owner' }, () =>
    leaveWorkspace(actorOf(user)),
  );
});
