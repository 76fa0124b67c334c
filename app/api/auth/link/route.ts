import { signInInput } from '@/lib/api/inputs';
import { rememberEnteredAddress } from '@/lib/auth/entered-address';
import { sendSignInLink } from '@/lib/auth/link';
import { clientIp } from '@/lib/client-ip';
import { emailAddress, mailboxOf } from '@/lib/email-address';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { wantsJson } from '@/lib/http/accepts';
import { readForm } from '@/lib/http/body';
import { redirect303, respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { signInUrl } from '@/lib/redirect';

// public: requests a sign-in link
export const POST = route(async (request) => {
  assertSameOrigin(request);
  await limit('sign-in-client', clientIp(request.headers));
  const { email, callbackUrl } = await readForm(request, signInInput);
  const address = emailAddress.safeParse(email);
  await rememberEnteredAddress(address.data ?? email);
  if (!address.success) {
    if (wantsJson(request)) throw appError('request/invalid', { field: 'email' });
    const back = new URL(signInUrl(callbackUrl));
    back.searchParams.set('error', 'address');
    return redirect303(back.href);
  }
  await limit('mail-person', mailboxOf(address.data));
  await sendSignInLink(address.data, callbackUrl);
  return respondWithUrl(request, `${env().appUrl}/sign-in/check-inbox`);
});
