import { z } from 'zod';
import { endOtherSessions } from '@/lib/account/sessions';
import { requireUserApi } from '@/lib/auth';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../and-show';
import { limitAccount } from '../limit';

/** Signs out everywhere but in the browser that asks. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  await readForm(request, z.strictObject({}));
  await limitAccount('sessions', user.id);
  return andShow(request, { done: '/account/security?done=sessions' }, async () => {
    await endOtherSessions(user.id);
  });
});
