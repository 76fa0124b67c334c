import { z } from 'zod';
import { rememberEnteredAddress } from '@/lib/auth/entered-address';
import { mailLink } from '@/lib/auth/link';
import { clientIp } from '@/lib/client-ip';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { goOn, seeOther } from '@/lib/http/answers';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { wantsJson } from '@/lib/http/wants';
import { limit } from '@/lib/rate-limit';
import { signInUrl } from '@/lib/redirect';
import { emailAddress } from '@/lib/users';

const input = z.strictObject({ email: z.string(), callbackUrl: z.string().default('/dashboard') });

// public: how somebody who is not signed in asks for a link
export const POST = route(async (request) => {
  assertSameOrigin(request);
  await limit('sign-in-client', clientIp(request.headers), { max: 30, windowSeconds: 600 });
  const { email, callbackUrl } = await readForm(request, input);
  const address = emailAddress.safeParse(email);
  await rememberEnteredAddress(address.data ?? email);
  if (!address.success) {
    if (wantsJson(request)) throw appError('request/invalid', { field: 'email' });
    const back = new URL(signInUrl(callbackUrl));
    back.searchParams.set('error', 'address');
    return seeOther(back.href);
  }
  await limit('sign-in-address', address.data, { max: 5, windowSeconds: 600 });
  await mailLink(address.data, callbackUrl);
  return goOn(request, `${env().appUrl}/sign-in/check-inbox`);
});
