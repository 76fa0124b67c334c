import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { pauseSubscription } from '@/lib/billing/pause';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../and-show';
import { limitAccount } from '../limit';

/** Pauses the plan as the page said. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  await readForm(request, z.strictObject({}));
  await limitAccount('pause', user.id);
  const done = '/account?done=pause';
  return andShow(request, { done, 'billing/in-progress': done }, () => pauseSubscription(user.id));
});
