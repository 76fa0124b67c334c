import { workspaceInput } from '@/lib/api/inputs';
import { requireUserApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { switchWorkspace } from '@/lib/workspaces/switch';

export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { workspace } = await readForm(request, workspaceInput);
  await limit('members-account', user.id);
  return redirectAfter(request, { success: '/dashboard' }, () =>
    switchWorkspace({ userId: user.id, workspaceId: workspace }),
  );
});
