import { emptyInput } from '@/lib/api/inputs';
import { actorOf, assertShown, requireMemberApi } from '@/lib/auth';
import { undoCancel } from '@/lib/billing/account/cancel';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  assertShown(user, request.nextUrl.searchParams.get('workspace'));
  await readForm(request, emptyInput);
  await limit('cancel-account', user.id);
  const success = '/account?success=undo-cancel';
  return redirectAfter(request, { success, 'billing/in-progress': success }, () => undoCancel(actorOf(user)));
});
