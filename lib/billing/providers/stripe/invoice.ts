import type { InvoiceLine, InvoiceSnapshot } from '../money-snapshots';
import { type InvoiceShape, idOf, isForTime, isProration, type LineShape, type SubscriptionShape } from './shapes';
import { invoiceStatus } from './status';
import { at, atOrNull } from './time';

/**
 * Stripe's invoices of a subscription, newest first as listed. Stripe's times are in seconds, so invoices of the same
 * second get distinct milliseconds in list order (docs.stripe.com/api/invoices/list): one that credits another comes
 * after it.
 */
export function toInvoices(
  newestFirst: readonly InvoiceShape[],
  subscription: SubscriptionShape,
  currency: string,
): InvoiceSnapshot[] {
  const inSecond = new Map<number, number>();
  return newestFirst.toReversed().map((raw) => {
    const before = inSecond.get(raw.created) ?? 0;
    inSecond.set(raw.created, before + 1);
    const invoice = toInvoice(raw, subscription, currency);
    return { ...invoice, createdAt: new Date(invoice.createdAt.getTime() + before) };
  });
}

/**
 * Stripe's invoice of a subscription, with what each line sells. A trial's line sells nothing and is left out. Pure.
 * Times are UTC, amounts minor units.
 */
export function toInvoice(raw: InvoiceShape, subscription: SubscriptionShape, currency: string): InvoiceSnapshot {
  const total = raw.total ?? raw.lines.data.reduce((sum, line) => sum + line.amount, 0);
  return {
    externalId: raw.id,
    status: invoiceStatus(raw.status),
    total: BigInt(total),
    amountDue: raw.status === 'paid' || raw.status === 'void' ? 0n : BigInt(raw.amount_remaining ?? total),
    balanceUsed: BigInt(Math.max(0, (raw.ending_balance ?? 0) - (raw.starting_balance ?? 0))),
    credited: BigInt(raw.post_payment_credit_notes_amount ?? 0),
    paidOutOfBand: (raw.amount_paid_off_stripe ?? 0) > 0,
    currency: (raw.currency ?? currency).toUpperCase(),
    createdAt: at(raw.created),
    dueAt: atOrNull(raw.due_date),
    paidAt: atOrNull(raw.status_transitions.paid_at),
    lines: raw.lines.data.filter((line) => !isTrialLine(line, subscription)).map(toLine),
  };
}

/** The price is under `pricing` since basil; before that, on the line itself. */
export function toLine(line: LineShape): InvoiceLine {
  const details = line.pricing?.price_details;
  const price = line.price ?? line.plan;
  return {
    kind: !isForTime(line) ? 'one_time' : isProration(line) ? 'proration' : 'period',
    priceExternalId: idOf(details?.price) ?? price?.id ?? null,
    productExternalId: details?.product ?? idOf(price?.product),
    quantity: line.quantity ?? 1,
    amount: BigInt(line.amount),
    from: at(line.period.start),
    until: at(line.period.end),
  };
}

/** Stripe adds a line of 0 for the time of a trial (docs.stripe.com/billing/subscriptions/trials). */
function isTrialLine(
  { amount, period }: LineShape,
  { trial_start: start, trial_end: end }: SubscriptionShape,
): boolean {
  return amount === 0 && start !== null && end !== null && start <= period.start && period.start <= end;
}
