import { signOut } from '@/lib/auth';
import { env } from '@/lib/env';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';

// public: signing out twice is not an error
export const POST = route(async (request) => {
  assertSameOrigin(request);
  await signOut();
  return respondWithUrl(request, `${env().appUrl}/`);
});
