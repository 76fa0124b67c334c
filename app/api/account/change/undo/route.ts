import { emptyInput } from '@/lib/api/inputs';
import { actorOf, assertShown, requireMemberApi } from '@/lib/auth';
import { undoChange } from '@/lib/billing/account/change';
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
  await limit('change-account', user.id);
  const success = '/account?success=undo-change';
  return redirectAfter(request, { success, 'billing/in-progress': success }, () => undoChange(actorOf(user)));
});
