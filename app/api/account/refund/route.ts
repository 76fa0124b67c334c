import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { requestRefund } from '@/lib/billing/refund';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../and-show';
import { limitAccount } from '../limit';

const refundInput = z.strictObject({ payment: z.uuid() });

/** Gives one of the customer's own payments back, as the refund page said. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { payment } = await readForm(request, refundInput);
  await limitAccount('refund', user.id);
  const pages = {
    done: '/account/payments?done=refund',
    'billing/in-progress': '/account/payments?done=refund',
    // The page says why not.
    'billing/not-refundable': `/account/refund/${payment}`,
  };
  return andShow(request, pages, () => requestRefund(user.id, payment));
});
