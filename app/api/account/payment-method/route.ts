import { emptyInput } from '@/lib/api/inputs';
import { actorOf, assertShown, requireMemberApi } from '@/lib/auth';
import { openCardPage } from '@/lib/billing/account/payment-method';
import { readForm } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

/** Opens the provider's page for a new card, which also pays any outstanding balance. */
export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  assertShown(user, request.nextUrl.searchParams.get('workspace'));
  await readForm(request, emptyInput);
  await limit('payment-method-account', user.id);
  const { url } = await openCardPage(actorOf(user));
  return respondWithUrl(request, url);
});
