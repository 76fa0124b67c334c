import { workspaceNameInput } from '@/lib/api/inputs';
import { actorOf, assertShown, requireMemberApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { renameWorkspace } from '@/lib/team/rename';

export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  const { workspace, name } = await readForm(request, workspaceNameInput);
  assertShown(user, workspace);
  await limit('members-account', user.id);
  return redirectAfter(request, { success: '/account/members?success=name' }, () =>
    renameWorkspace(actorOf(user), name),
  );
});
