import { pauseInput } from '@/lib/api/inputs';
import { actorOf, requireMemberApi } from '@/lib/auth';
import { pauseSubscription } from '@/lib/billing/account/pause';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

/** Pauses the plan exactly as previewed. */
export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  const { terms } = await readForm(request, pauseInput);
  await limit('pause-account', user.id);
  const success = '/account?success=pause';
  const pages = { success, 'billing/in-progress': success, 'billing/preview-expired': '/account/pause' };
  return redirectAfter(request, pages, () => pauseSubscription(actorOf(user), terms));
});
