import { oauthInput } from '@/lib/api/inputs';
import { configuredOAuth } from '@/lib/auth/oauth-providers';
import { startSignIn } from '@/lib/auth/start-sign-in';
import { clientIp } from '@/lib/client-ip';
import { appError } from '@/lib/errors';
import { readForm } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

// public: starts a sign-in with GitHub or Google
export const POST = route(async (request) => {
  assertSameOrigin(request);
  await limit('sign-in-client', clientIp(request.headers));
  const { provider, callbackUrl } = await readForm(request, oauthInput);
  if (!configuredOAuth().includes(provider)) throw appError('not-found');
  const { location, cookies } = await startSignIn(provider, callbackUrl);
  return respondWithUrl(request, location, cookies);
});
