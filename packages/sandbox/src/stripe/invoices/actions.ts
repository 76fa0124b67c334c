import type { StripeContext } from '../api/context';
import { cardError, invalidRequest } from '../api/errors';
import { type ParamsOf, p, required } from '../api/params';
import { defineRoute } from '../api/route';
import type { InvoiceRecord } from '../billing-tables';
import { paymentMethodOf } from '../payment-methods/attach';
import { markUncollectible, voidInvoice } from './close';
import { collect, prepareIntent } from './collect';
import { finalizeInvoice } from './finalize';
import { planCharge } from './later-charge';
import { planDueDate } from './overdue';
import { markPaid } from './paid';
import { methodFor } from './payment-method';
import { notePayment } from './payment-record';
import { payFields } from './write-fields';

const found = (ctx: StripeContext, id: string): InvoiceRecord => ctx.need(ctx.tables.invoices, 'invoice', id);

/**
 * Finalizes an invoice by API. With auto-advance it is charged within the hour; otherwise it waits for the customer.
 */
function finalizeByHand(ctx: StripeContext, invoice: InvoiceRecord, autoAdvance: boolean | undefined): InvoiceRecord {
  const draft =
    autoAdvance === undefined
      ? invoice
      : ctx.tables.invoices.put(invoice.id, { ...invoice, auto_advance: autoAdvance });
  const open = finalizeInvoice(ctx, draft);
  if (open.status !== 'open') return open;
  prepareIntent(ctx, open);
  planDueDate(ctx, open);
  return planCharge(ctx, open);
}

/**
 * `POST /v1/invoices/:id/pay`. Finalizes a draft first.
 * @throws 402 when the payment is declined, 400 when there is nothing to pay or no payment method
 */
export function payInvoice(ctx: StripeContext, id: string, params: ParamsOf<typeof payFields>): InvoiceRecord {
  const invoice = found(ctx, id);
  if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid', { code: 'invoice_already_paid' });
  if (invoice.status === 'void') {
    throw invalidRequest('You can only pay an open invoice. This invoice is void.', { code: 'invoice_not_editable' });
  }
  const open = invoice.status === 'draft' ? finalizeInvoice(ctx, invoice) : invoice;
  if (open.status === 'paid') return open;
  if (params.paid_out_of_band) return markPaid(ctx, open, { outOfBand: true });
  const wanted = params.payment_method ?? params.source;
  const method = wanted === undefined ? undefined : paymentMethodOf(ctx, wanted).id;
  if (method === undefined && methodFor(ctx, open) === null) {
    throw invalidRequest(
      'There is no `default_payment_method` set on this Customer or Invoice. Please attach a payment method before trying to pay.',
      { code: 'invoice_no_payment_method_types' },
    );
  }
  // The API pays off-session unless told otherwise (docs: `off_session` defaults to true).
  const result = collect(ctx, open, { paymentMethod: method, offSession: params.off_session ?? true });
  if (result.outcome === 'declined' && result.error) throw cardError(result.error);
  if (result.outcome === 'requires_action') {
    throw cardError({
      code: 'invoice_payment_intent_requires_action',
      message: 'Payment for this invoice requires additional user action before it can be completed successfully.',
    });
  }
  return found(ctx, id);
}

/** The routes that change an invoice's status. */
export const invoiceActions = [
  defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/finalize',
    params: { auto_advance: p.boolean() },
    handler: (ctx, { id, params }) => finalizeByHand(ctx, found(ctx, id), params.auto_advance),
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/pay',
    params: payFields,
    handler: (ctx, { id, params }) => payInvoice(ctx, id, params),
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/void',
    handler: (ctx, { id }) => voidInvoice(ctx, found(ctx, id)),
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/mark_uncollectible',
    handler: (ctx, { id }) => markUncollectible(ctx, found(ctx, id)),
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/send',
    handler(ctx, { id }) {
      const invoice = found(ctx, id);
      if (invoice.collection_method !== 'send_invoice') {
        throw invalidRequest('You can only manually send an invoice if its collection method is `send_invoice`.');
      }
      const open = invoice.status === 'draft' ? finalizeByHand(ctx, invoice, undefined) : invoice;
      ctx.emit('invoice.sent', open);
      return open;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/attach_payment',
    params: { payment_intent: required(p.string()), payment_record: p.string() },
    handler(ctx, { id, params }) {
      const invoice = found(ctx, id);
      const intent = ctx.need(ctx.tables.paymentIntents, 'payment_intent', params.payment_intent, 'payment_intent');
      if (invoice.status !== 'open') throw invalidRequest('You can only attach a payment to an open invoice.');
      notePayment(ctx, invoice, intent.id);
      return intent.status === 'succeeded' ? markPaid(ctx, invoice, { intent: intent.id }) : invoice;
    },
  }),
];
