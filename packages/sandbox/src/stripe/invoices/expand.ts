import { type Expandables, embedded, included, reference } from '../api/expand';
import { embeddedList } from '../api/list';
import type { InvoiceRecord } from '../billing-tables';
import { openPayment } from './payment-record';

export const invoiceExpandables: Expandables = {
  'invoice.customer': reference(
    'customer',
    (ctx, id) => ctx.tables.customers.get(id) ?? ctx.tables.deletedCustomers.get(id),
  ),
  'invoice.default_payment_method': reference('payment_method', (ctx, id) => ctx.tables.paymentMethods.get(id)),
  'invoice.discounts': reference('discount', (ctx, id) => ctx.tables.discounts.get(id)),
  'invoice.lines': embedded('line_item'),
  'invoice.parent.subscription_details.subscription': reference('subscription', (ctx, id) =>
    ctx.tables.subscriptions.get(id),
  ),
  'invoice.test_clock': reference('test_helpers.test_clock', (ctx, id) => ctx.tables.testClocks.get(id)),
  'invoice.total_discount_amounts.discount': reference('discount', (ctx, id) => ctx.tables.discounts.get(id)),
  // In real responses this list has the URL `/v1/invoices/payments` (docs/providers/stripe.md#api-versions).
  'invoice.payments': included<InvoiceRecord>('invoice_payment', (ctx, invoice) =>
    embeddedList(
      ctx.tables.invoicePayments.by('invoice', invoice.id).map((it) => ctx.show(it)),
      '/v1/invoices/payments',
    ),
  ),
  'invoice.confirmation_secret': included<InvoiceRecord>('*', (ctx, invoice) => {
    const intent = ctx.tables.paymentIntents.get(openPayment(ctx, invoice)?.payment.payment_intent ?? '');
    return intent?.client_secret ? { client_secret: intent.client_secret, type: 'payment_intent' } : null;
  }),
  'line_item.discounts': reference('discount', (ctx, id) => ctx.tables.discounts.get(id)),
  'line_item.pricing.price_details.price': reference('price', (ctx, id) => ctx.tables.prices.get(id)),
  'line_item.subscription': reference('subscription', (ctx, id) => ctx.tables.subscriptions.get(id)),
  'invoice_payment.invoice': reference('invoice', (ctx, id) => ctx.tables.invoices.get(id)),
  'invoice_payment.payment.payment_intent': reference('payment_intent', (ctx, id) => ctx.tables.paymentIntents.get(id)),
  'invoiceitem.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)),
  'invoiceitem.discounts': reference('discount', (ctx, id) => ctx.tables.discounts.get(id)),
  'invoiceitem.invoice': reference('invoice', (ctx, id) => ctx.tables.invoices.get(id)),
};
