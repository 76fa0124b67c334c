import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { invoiceOf } from '@/lib/billing/invoice';
import { appError } from '@/lib/errors';
import { goOn } from '@/lib/http/answers';
import { route } from '@/lib/http/route';
import { limit } from '@/lib/rate-limit';

/** The invoice or receipt of one's own payment. The provider's link is made for this reader now and kept nowhere. */
export const GET = route<{ params: Promise<{ payment: string }> }>(async (request, { params }) => {
  const user = await requireUserApi('/account/payments');
  const { payment } = await params;
  if (!z.uuid().safeParse(payment).success) throw appError('not-found');
  await limit('invoice', user.id, { max: 60, windowSeconds: 600 });
  const found = await invoiceOf(user.id, payment);
  if (found.kind === 'link') return goOn(request, found.url);
  return new Response(found.bytes, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="invoice-${payment}.pdf"`,
      'x-content-type-options': 'nosniff',
    },
  });
});
