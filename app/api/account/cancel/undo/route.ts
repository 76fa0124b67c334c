import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { undoCancel } from '@/lib/billing/cancel';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../../and-show';
import { limitAccount } from '../../limit';

/** Keeps the plan after all. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  await readForm(request, z.strictObject({}));
  await limitAccount('cancel', user.id);
  const done = '/account?done=undo-cancel';
  return andShow(request, { done, 'billing/in-progress': done }, () => undoCancel(user.id));
});
