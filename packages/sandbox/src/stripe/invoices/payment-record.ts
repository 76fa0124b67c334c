import type { StripeContext } from '../api/context';
import { newId } from '../api/ids';
import type { PaymentIntentRecord } from '../api/tables';
import type { InvoicePaymentRecord, InvoiceRecord } from '../billing-tables';
import { cancelIntent } from '../payment-intents/cancel';

/** The open payment of an invoice, if any. */
export function openPayment(ctx: StripeContext, invoice: InvoiceRecord): InvoicePaymentRecord | undefined {
  return ctx.tables.invoicePayments.by('invoice', invoice.id).find((payment) => payment.status === 'open');
}

/** Records that an intent pays an invoice. */
export function notePayment(ctx: StripeContext, invoice: InvoiceRecord, intent: string): InvoicePaymentRecord {
  const known = openPayment(ctx, invoice);
  if (known?.payment.payment_intent === intent) return known;
  if (known) cancelPayment(ctx, known, ctx.now(invoice.customer));
  const id = newId('invoice_payment');
  return ctx.tables.invoicePayments.put(id, {
    id,
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: ctx.now(invoice.customer),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
}

/** Marks the payment with this intent as paid in full. */
export function settleInvoicePayment(
  ctx: StripeContext,
  invoice: InvoiceRecord,
  intent: string,
  at: number,
): InvoicePaymentRecord {
  const payment = notePayment(ctx, invoice, intent);
  return ctx.tables.invoicePayments.put(payment.id, {
    ...payment,
    amount_paid: payment.amount_requested,
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: at },
  });
}

export function cancelPayment(ctx: StripeContext, payment: InvoicePaymentRecord, at: number): InvoicePaymentRecord {
  return ctx.tables.invoicePayments.put(payment.id, {
    ...payment,
    status: 'canceled',
    status_transitions: { ...payment.status_transitions, canceled_at: at },
  });
}

const WAITING = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** The invoice can't be paid through Stripe anymore: cancels its payment, and the intent unless it is processing. */
export function letPaymentGo(
  ctx: StripeContext,
  invoice: InvoiceRecord,
  reason: NonNullable<PaymentIntentRecord['cancellation_reason']>,
): void {
  const payment = openPayment(ctx, invoice);
  if (!payment) return;
  cancelPayment(ctx, payment, ctx.now(invoice.customer));
  const intent = ctx.tables.paymentIntents.get(payment.payment.payment_intent ?? '');
  if (intent && WAITING.includes(intent.status)) cancelIntent(ctx, intent, reason);
}
