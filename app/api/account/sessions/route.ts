import { endOtherSessions } from '@/lib/account/sessions';
import { emptyInput } from '@/lib/api/inputs';
import { requireUserApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

/** Ends all sessions except the current one. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  await readForm(request, emptyInput);
  await limit('sessions-account', user.id);
  return redirectAfter(request, { success: '/account/security?success=sessions' }, async () => {
    await endOtherSessions(user.id);
  });
});
