import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { InvoiceRecord } from '../billing-tables';
import { changeBalance } from '../customers/balance';
import { cancelRetries } from '../dunning/retries';
import { tellInvoice } from './listeners';
import { letPaymentGo } from './payment-record';

/**
 * Voids an open (or uncollectible) invoice: nothing is due; balance that it used is restored. Emits `invoice.voided`.
 */
export function voidInvoice(ctx: StripeContext, invoice: InvoiceRecord): InvoiceRecord {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') throw cannot(invoice, 'void');
  const now = ctx.now(invoice.customer);
  cancelRetries(ctx, invoice.id);
  letPaymentGo(ctx, invoice, 'void_invoice');
  giveBalanceBack(ctx, invoice);
  const voided = ctx.tables.invoices.put(invoice.id, {
    ...invoice,
    amount_remaining: invoice.amount_due,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'void',
    status_transitions: { ...invoice.status_transitions, voided_at: now },
  });
  ctx.emit('invoice.voided', voided);
  tellInvoice(ctx, 'voided', voided);
  return voided;
}

/** Writes off an open invoice; it can still be paid. Emits `invoice.marked_uncollectible`. */
export function markUncollectible(
  ctx: StripeContext,
  invoice: InvoiceRecord,
  reason?: 'max_payment_attempts',
): InvoiceRecord {
  if (invoice.status !== 'open') throw cannot(invoice, 'mark as uncollectible');
  cancelRetries(ctx, invoice.id);
  const written = ctx.tables.invoices.put(invoice.id, {
    ...invoice,
    next_payment_attempt: null,
    status: 'uncollectible',
    ...(reason ? { status_details: { uncollectible: { reason } } } : {}),
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: ctx.now(invoice.customer) },
  });
  ctx.emit('invoice.marked_uncollectible', written);
  tellInvoice(ctx, 'uncollectible', written);
  return written;
}

/** The invoice's change of the customer's balance: positive when it used credit or carried an amount over. */
export const balanceUsed = (invoice: InvoiceRecord): number =>
  (invoice.ending_balance ?? invoice.starting_balance) - invoice.starting_balance;

function giveBalanceBack(ctx: StripeContext, invoice: InvoiceRecord): void {
  const used = balanceUsed(invoice);
  const customer = ctx.tables.customers.get(invoice.customer ?? '');
  if (used === 0 || !customer) return;
  const type = 'unapplied_from_invoice';
  changeBalance(ctx, { customer, amount: -used, currency: invoice.currency, type, invoice: invoice.id });
}

const cannot = (invoice: InvoiceRecord, what: string): Error =>
  invalidRequest(`You can only ${what} an open invoice. This invoice's status is ${invoice.status}.`, {
    code: 'invoice_not_editable',
  });
