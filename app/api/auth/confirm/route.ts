import { confirmSignInInput } from '@/lib/api/inputs';
import { consumeLink } from '@/lib/auth/link';
import { clientIp } from '@/lib/client-ip';
import { readForm } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

// public: anyone with the emailed link signs in with it
export const POST = route(async (request) => {
  assertSameOrigin(request);
  await limit('confirm-client', clientIp(request.headers));
  const { token, callbackUrl } = await readForm(request, confirmSignInInput);
  const completed = await consumeLink(token, callbackUrl, request);
  return respondWithUrl(request, completed.location, completed.cookies);
});
