import type { StripeContext } from '../api/context';
import type { InvoiceRecord } from '../billing-tables';
import { cancelRetries } from '../dunning/retries';
import { tellInvoice } from './listeners';
import { letPaymentGo, settleInvoicePayment } from './payment-record';

interface Paid {
  /** The intent that paid; absent when there was nothing to pay or it was paid outside Stripe. */
  intent?: string | undefined;
  outOfBand?: boolean;
}

/** Marks an open invoice as paid: its payment, its amounts, the events, and the effects on its subscription. */
export function markPaid(ctx: StripeContext, invoice: InvoiceRecord, paid: Paid = {}): InvoiceRecord {
  const now = ctx.now(invoice.customer);
  cancelRetries(ctx, invoice.id);
  if (paid.outOfBand) letPaymentGo(ctx, invoice, 'automatic');
  const received = paid.intent ? settleInvoicePayment(ctx, invoice, paid.intent, now) : undefined;
  const settled: InvoiceRecord = {
    ...invoice,
    amount_paid: paid.intent ? invoice.amount_due : paid.outOfBand ? 0 : invoice.amount_paid,
    ...(paid.outOfBand ? { amount_paid_off_stripe: invoice.amount_due } : {}),
    amount_remaining: 0,
    attempt_count: invoice.attempt_count + (paid.intent ? 1 : 0),
    attempted: true,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: now },
  };
  ctx.tables.invoices.put(settled.id, settled);
  ctx.emit('invoice.paid', settled);
  ctx.emit('invoice.payment_succeeded', settled);
  if (received) ctx.emit('invoice_payment.paid', received);
  clearDelinquency(ctx, settled);
  tellInvoice(ctx, 'paid', settled);
  return settled;
}

function clearDelinquency(ctx: StripeContext, invoice: InvoiceRecord): void {
  const customer = ctx.tables.customers.get(invoice.customer ?? '');
  if (!customer?.delinquent) return;
  const owing = ctx.tables.invoices
    .by('customer', customer.id)
    .some((other) => other.status === 'uncollectible' || (other.status === 'open' && other.attempted));
  if (!owing) ctx.update(ctx.tables.customers, customer, { delinquent: false }, 'customer.updated');
}
