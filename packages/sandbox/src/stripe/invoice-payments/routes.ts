import { invalidRequest } from '../api/errors';
import { listOf, listParams } from '../api/list';
import { p, required } from '../api/params';
import { defineRoute } from '../api/route';
import type { InvoicePaymentRecord } from '../billing-tables';

const url = '/v1/invoice_payments';

export const invoicePaymentRoutes = [
  defineRoute({
    method: 'GET',
    path: url,
    params: {
      ...listParams,
      invoice: p.string(),
      payment: p.object({
        payment_intent: p.string(),
        payment_record: p.string(),
        type: required(p.enumOf('payment_intent', 'payment_record')),
      }),
      status: p.enumOf('canceled', 'open', 'paid'),
    },
    handler(ctx, { params }) {
      const { invoice, payment, status } = params;
      if (payment && payment.payment_intent === undefined) {
        throw invalidRequest('Missing required param: payment[payment_intent].', {
          code: 'parameter_missing',
          param: 'payment[payment_intent]',
        });
      }
      const table = ctx.tables.invoicePayments;
      const intent = payment?.payment_intent;
      const source =
        intent !== undefined
          ? table.by('payment_intent', intent)
          : invoice !== undefined
            ? table.by('invoice', invoice)
            : table.newestFirst();
      return listOf<InvoicePaymentRecord>(params, {
        url,
        label: 'invoice payment',
        source,
        where: (it) =>
          (invoice === undefined || it.invoice === invoice) && (status === undefined || it.status === status),
      });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/invoice_payments/:id',
    handler: (ctx, { id }) => ctx.need(ctx.tables.invoicePayments, 'invoice payment', id),
  }),
];
