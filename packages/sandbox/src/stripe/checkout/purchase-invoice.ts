import type { StripeContext } from '../api/context';
import type { CustomerRecord, PaymentIntentRecord } from '../api/tables';
import type { CheckoutSessionRecord, InvoiceRecord } from '../billing-tables';
import { invoiceItemRecord } from '../invoice-items/record';
import { composeInvoice } from '../invoices/compose';
import { finalizeInvoice } from '../invoices/finalize';
import { markPaid } from '../invoices/paid';
import { notePayment } from '../invoices/payment-record';
import { storeInvoice } from '../invoices/store';
import { grantDiscounts } from '../subscriptions/discounts';
import { invoiceItemLine } from '../subscriptions/lines';
import type { HiddenCheckout } from './hidden-state';

/** The invoice of a one-time purchase with `invoice_creation`. It documents the intent's payment. */
export function purchaseInvoice(
  ctx: StripeContext,
  session: CheckoutSessionRecord,
  hidden: HiddenCheckout,
  customer: CustomerRecord,
  intent: PaymentIntentRecord | null,
): InvoiceRecord {
  const at = ctx.now(customer.id);
  const currency = session.currency ?? 'usd';
  const items = hidden.lines.map(({ price, quantity, amount_subtotal, description }) =>
    invoiceItemRecord({
      customer,
      amount: amount_subtotal,
      currency,
      description,
      period: { start: at, end: at },
      at,
      quantity: quantity ?? 1,
      price: price && { id: price.id, product: price.product, unit: price.unit_amount_decimal },
    }),
  );
  for (const item of items) {
    ctx.tables.invoiceItems.put(item.id, item);
    ctx.emit('invoiceitem.created', item);
  }
  const owner = { customer: customer.id, checkoutSession: session.id };
  const composed = composeInvoice(ctx, {
    customer,
    subscription: null,
    reason: 'manual',
    currency,
    period: { start: at, end: at },
    lines: items.map(invoiceItemLine),
    discounts: grantDiscounts(ctx, hidden.discount ? [hidden.discount] : [], owner),
    at,
    autoAdvance: false,
    immediate: true,
    ...hidden.invoiceData,
  });
  // The checkout has already paid it, so the customer's balance isn't applied.
  const due = composed.total;
  const invoice = storeInvoice(ctx, { ...composed, amount_due: due, amount_remaining: due });
  return settle(ctx, invoice, intent);
}

function settle(ctx: StripeContext, invoice: InvoiceRecord, intent: PaymentIntentRecord | null): InvoiceRecord {
  const open = finalizeInvoice(ctx, invoice, { balance: false });
  if (!intent || open.status !== 'open') return open;
  ctx.tables.paymentIntents.put(intent.id, {
    ...intent,
    payment_details: { customer_reference: null, order_reference: invoice.id },
  });
  notePayment(ctx, open, intent.id);
  return intent.status === 'succeeded' ? markPaid(ctx, open, { intent: intent.id }) : open;
}
