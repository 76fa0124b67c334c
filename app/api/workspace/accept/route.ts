import { tokenInput } from '@/lib/api/inputs';
import { requireUserApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { acceptInvitation } from '@/lib/team/accept';
import { switchWorkspace } from '@/lib/workspaces/switch';

export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { token } = await readForm(request, tokenInput);
  await limit('invitation-account', user.id);
  return redirectAfter(request, { success: '/dashboard?success=joined' }, async () => {
    const workspaceId = await acceptInvitation(user, token);
    await switchWorkspace({ userId: user.id, workspaceId });
  });
});
