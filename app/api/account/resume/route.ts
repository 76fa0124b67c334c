import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { resumeSubscription } from '@/lib/billing/pause';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../and-show';
import { limitAccount } from '../limit';

/** `due` is what the page said is charged at once, in minor units. */
const resumeInput = z.strictObject({
  due: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(BigInt),
});

/** Goes on with a paused plan, or takes back a pause that has not begun. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { due } = await readForm(request, resumeInput);
  await limitAccount('pause', user.id);
  const done = '/account?done=resume';
  const pages = {
    ...{ done, 'billing/in-progress': done },
    'billing/preview-expired': '/account/resume?again=expired',
    'billing/provider-refused': '/account/resume?again=refused',
  };
  return andShow(request, pages, () => resumeSubscription(user.id, due));
});
