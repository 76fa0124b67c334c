import { actorOf, assertShown, getUser } from '@/lib/auth';
import { checkoutParams, checkoutPath } from '@/lib/billing/checkout/checkout-params';
import { checkoutInput } from '@/lib/billing/checkout/input';
import { startCheckout } from '@/lib/billing/checkout/start';
import { clientIp } from '@/lib/client-ip';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { wantsJson } from '@/lib/http/accepts';
import { readForm } from '@/lib/http/body';
import { redirect303, respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { signInUrl } from '@/lib/redirect';
import { roleIncludes } from '@/lib/workspaces/roles';

// public: without a session, the order is carried through the sign-in page; only signed-in users open a checkout
export const POST = route(async (request) => {
  assertSameOrigin(request);
  const input = await readForm(request, checkoutInput);
  const json = wantsJson(request);
  const user = await getUser();
  if (user === null) {
    if (json) throw appError('auth/required');
    return redirect303(signInUrl(checkoutPath(checkoutParams(input))));
  }
  if (!roleIncludes(user.workspaceRole, 'admin')) throw appError('workspace/role');
  assertShown(user, request.nextUrl.searchParams.get('workspace'));
  const mustChooseProvider = input.provider === undefined && env().checkoutProvider === 'choice';
  if (mustChooseProvider && !json) return redirect303(`${env().appUrl}${checkoutPath(checkoutParams(input))}`);
  await limit('checkout-account', user.id);
  await limit('checkout-client', clientIp(request.headers));
  const { url } = await startCheckout({ ...actorOf(user), email: user.email }, input);
  return respondWithUrl(request, url);
});
