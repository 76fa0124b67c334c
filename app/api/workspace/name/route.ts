import { workspaceNameInput } from '@/lib/api/inputs';
import { actorOf, requireMemberApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { renameWorkspace } from '@/lib/team/rename';

export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  const { name } = await readForm(request, workspaceNameInput);
  await limit('members-account', user.id);
  return redirectAfter(request, { success: '/account/members?success=name' }, () =>
    renameWorkspace(actorOf(user), name),
  );
});
