import { z } from 'zod';
import { confirmAddress } from '@/lib/account/email-change';
import { requireUserApi } from '@/lib/auth';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../../and-show';
import { limitAccount } from '../../limit';

/** Uses the mailed link up. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { token } = await readForm(request, z.strictObject({ token: z.string().min(1).max(200) }));
  await limitAccount('email-confirm', user.id);
  return andShow(request, { done: '/account/profile?done=address' }, () => confirmAddress(user.id, token));
});
