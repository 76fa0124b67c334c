import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { undoChange } from '@/lib/billing/change';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../../and-show';
import { limitAccount } from '../../limit';

/** Takes a planned change back. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  await readForm(request, z.strictObject({}));
  await limitAccount('change', user.id);
  const done = '/account?done=undo-change';
  return andShow(request, { done, 'billing/in-progress': done }, () => undoChange(user.id));
});
