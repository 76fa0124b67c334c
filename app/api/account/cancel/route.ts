import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { cancelAtPeriodEnd, cancelNow, FEEDBACK } from '@/lib/billing/cancel';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../and-show';
import { limitAccount } from '../limit';

const COMMENT = 500;
const orNothing = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given) => (typeof given === 'string' && given.trim() === '' ? null : given), schema.nullable());

/** `when` is what the page said would happen; `paidUntil` what it said is given up by ending at once. */
const cancelInput = z.strictObject({
  when: z.enum(['period_end', 'now']),
  paidUntil: orNothing(z.iso.datetime().transform((at) => new Date(at))).default(null),
  feedback: orNothing(z.enum(FEEDBACK)).default(null),
  comment: orNothing(z.string().trim().max(COMMENT)).default(null),
});

export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { when, paidUntil, ...reason } = await readForm(request, cancelInput);
  await limitAccount('cancel', user.id);
  const done = '/account?done=cancel';
  const pages = { done, 'billing/in-progress': done, 'billing/preview-expired': '/account/cancel/now?again=changed' };
  return andShow(request, pages, () =>
    when === 'now' ? cancelNow(user.id, paidUntil) : cancelAtPeriodEnd(user.id, reason),
  );
});
