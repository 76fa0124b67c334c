import { cancelInput } from '@/lib/api/inputs';
import { actorOf, requireMemberApi } from '@/lib/auth';
import { cancelAtPeriodEnd, cancelNow } from '@/lib/billing/account/cancel';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  const { when, terms, ...reason } = await readForm(request, cancelInput);
  await limit('cancel-account', user.id);
  const success = '/account?success=cancel';
  const changed = { period_end: '/account/cancel', now: '/account/cancel/now?retry=changed' };
  const pages = { success, 'billing/in-progress': success, 'billing/preview-expired': changed[when] };
  return redirectAfter(request, pages, () =>
    when === 'now' ? cancelNow(actorOf(user), terms) : cancelAtPeriodEnd(actorOf(user), reason, terms),
  );
});
