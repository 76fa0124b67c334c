import { z } from 'zod';
import { consumeLink } from '@/lib/auth/link';
import { clientIp } from '@/lib/client-ip';
import { goOn } from '@/lib/http/answers';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

const input = z.strictObject({ token: z.string().min(1).max(200), callbackUrl: z.string().default('/dashboard') });

// public: whoever holds the mailed link signs in with it
export const POST = route(async (request) => {
  assertSameOrigin(request);
  await limit('confirm-client', clientIp(request.headers), { max: 60, windowSeconds: 600 });
  const { token, callbackUrl } = await readForm(request, input);
  const entered = await consumeLink(token, callbackUrl, request);
  return goOn(request, entered.location, entered.cookies);
});
