import { rememberTimeZone } from '@/lib/account/time-zone';
import { timeZoneInput } from '@/lib/api/inputs';
import { requireUserApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

/** Remembers the time zone of the user's browser, for dates on pages and in emails. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { timeZone } = await readForm(request, timeZoneInput);
  await limit('time-zone-account', user.id);
  await rememberTimeZone(user.id, timeZone);
  return Response.json({ timeZone });
});
