import type { StripeContext } from '../api/context';
import type { InvoiceRecord } from '../billing-tables';
import { planRetry } from '../dunning/retries';
import type { CardErrorBody } from '../payment-methods/declines';
import { tellInvoice } from './listeners';

/** The payment of an open invoice was declined, or there was no payment method. */
export function markFailed(
  ctx: StripeContext,
  invoice: InvoiceRecord,
  refusal: { error?: CardErrorBody | undefined; method: string | null },
): InvoiceRecord {
  const again = invoice.attempt_count > 0;
  const tried: InvoiceRecord = { ...invoice, attempt_count: invoice.attempt_count + 1, attempted: true };
  const next = planRetry(ctx, tried, refusal);
  const failed = ctx.tables.invoices.put(invoice.id, { ...tried, next_payment_attempt: next });
  ctx.emit('invoice.payment_failed', failed);
  if (again) ctx.emit('invoice.updated', failed, changed(invoice, failed));
  noteDelinquency(ctx, failed);
  tellInvoice(ctx, 'failed', failed);
  return failed;
}

/**
 * The bank requires the customer: there are no automatic retries, and it doesn't count as an attempt
 * (docs/providers/stripe.md#failed-payments).
 */
export function markActionRequired(ctx: StripeContext, invoice: InvoiceRecord, method: string | null): InvoiceRecord {
  planRetry(ctx, invoice, { error: { code: 'authentication_required', message: '' }, method });
  const waiting = ctx.tables.invoices.put(invoice.id, { ...invoice, attempted: true, next_payment_attempt: null });
  ctx.emit('invoice.payment_action_required', waiting);
  tellInvoice(ctx, 'action_required', waiting);
  return waiting;
}

const changed = (before: InvoiceRecord, after: InvoiceRecord): object => ({
  attempt_count: before.attempt_count,
  ...(before.next_payment_attempt === after.next_payment_attempt
    ? {}
    : { next_payment_attempt: before.next_payment_attempt }),
});

function noteDelinquency(ctx: StripeContext, invoice: InvoiceRecord): void {
  const customer = ctx.tables.customers.get(invoice.customer ?? '');
  if (!customer || customer.delinquent) return;
  ctx.update(ctx.tables.customers, customer, { delinquent: true }, 'customer.updated');
}
