import { z } from 'zod';
import { begin } from '@/lib/auth/begin';
import { configuredOAuth } from '@/lib/auth/oauth-providers';
import { clientIp } from '@/lib/client-ip';
import { appError } from '@/lib/errors';
import { goOn } from '@/lib/http/answers';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

const input = z.strictObject({ provider: z.enum(['github', 'google']), callbackUrl: z.string().default('/dashboard') });

// public: how somebody who is not signed in goes to GitHub or Google
export const POST = route(async (request) => {
  assertSameOrigin(request);
  await limit('sign-in-client', clientIp(request.headers), { max: 30, windowSeconds: 600 });
  const { provider, callbackUrl } = await readForm(request, input);
  if (!configuredOAuth().includes(provider)) throw appError('not-found');
  const { location, cookies } = await begin(provider, callbackUrl);
  return goOn(request, location, cookies);
});
