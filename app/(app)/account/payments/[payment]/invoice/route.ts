import { z } from 'zod';
import { requesterOf, requireMemberApi } from '@/lib/auth';
import { invoiceOf } from '@/lib/billing/account/invoice';
import { appError } from '@/lib/errors';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { limit } from '@/lib/rate-limit';

/** Invoice or receipt of the user's own payment. Provider links are requested when needed and never stored. */
export const GET = route<{ params: Promise<{ payment: string }> }>(async (request, { params }) => {
  const user = await requireMemberApi('admin', '/account/payments');
  const { payment } = await params;
  if (!z.uuid().safeParse(payment).success) throw appError('not-found');
  await limit('invoice-account', requesterOf(user));
  const invoice = await invoiceOf(user.workspaceId, payment);
  if (invoice.kind === 'link') return respondWithUrl(request, invoice.url);
  return new Response(invoice.bytes, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="invoice-${payment}.pdf"`,
      'x-content-type-options': 'nosniff',
    },
  });
});
