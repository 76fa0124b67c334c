import { orderOf, startPath } from '@/components/checkout/order';
import { getUser } from '@/lib/auth';
import { checkoutInput, startCheckout } from '@/lib/billing/checkout';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { goOn, seeOther } from '@/lib/http/answers';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { wantsJson } from '@/lib/http/wants';
import { signInUrl } from '@/lib/redirect';
import { limitBilling } from '../billing/limit';

// public: a stranger's order is kept in the address of the sign-in page; only a signed-in person's opens a checkout
export const POST = route(async (request) => {
  assertSameOrigin(request);
  const input = await readForm(request, checkoutInput);
  const json = wantsJson(request);
  const user = await getUser();
  if (user === null) {
    if (json) throw appError('auth/required');
    return seeOther(signInUrl(startPath(orderOf(input))));
  }
  await limitBilling('checkout', user.id, request);
  const undecided = input.provider === undefined && env().checkoutProvider === 'choice';
  if (undecided && !json) return seeOther(`${env().appUrl}${startPath(orderOf(input))}`);
  const { url } = await startCheckout(user, input);
  return goOn(request, url);
});
