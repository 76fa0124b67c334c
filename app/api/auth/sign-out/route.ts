import { signOut } from '@/lib/auth';
import { env } from '@/lib/env';
import { goOn } from '@/lib/http/answers';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';

// public: ending a session that has already ended is no error
export const POST = route(async (request) => {
  assertSameOrigin(request);
  await signOut();
  return goOn(request, `${env().appUrl}/`);
});
