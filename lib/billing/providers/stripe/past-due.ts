import type { Debt } from '../snapshots';
import { type InvoiceShape, isForTime } from './shapes';
import { at } from './time';

/**
 * What is owed for time: the unpaid invoices since the last paid one, oldest first. Due when the customer had to pay it
 * or, if Stripe charges automatically, when it was finalized, which is also when Stripe first tried. An invoice for
 * anything other than the subscription's time isn't a debt. Null if nothing is unpaid.
 */
export function debtOf(invoices: readonly InvoiceShape[]): Debt | null {
  const newestFirst = invoices
    .filter(({ lines }) => lines.data.some(isForTime))
    .filter(({ status }) => status === 'open' || status === 'uncollectible' || status === 'paid')
    .sort((a, b) => b.created - a.created);
  const lastPaid = newestFirst.findIndex((invoice) => invoice.status === 'paid');
  const unpaid = (lastPaid === -1 ? newestFirst : newestFirst.slice(0, lastPaid)).filter(
    (invoice) => invoice.attempted !== false || invoice.collection_method === 'send_invoice',
  );
  const first = unpaid.at(-1);
  if (first === undefined) return null;
  const since = first.due_date ?? first.status_transitions.finalized_at ?? first.created;
  const amount = unpaid.reduce((sum, invoice) => sum + BigInt(invoice.amount_remaining ?? 0), 0n);
  return { since: at(since), attempts: first.attempt_count ?? 1, invoiceExternalId: first.id, amount };
}

/**
 * Whether the time up to `end` (unix seconds) is paid nevertheless: Stripe calls a subscription past due when its
 * latest invoice is unpaid, whatever that invoice is for.
 */
export function hasPaidTime(invoices: readonly InvoiceShape[], end: number | null): boolean {
  const paid = invoices.filter(({ status }) => status === 'paid').flatMap(({ lines }) => lines.data.filter(isForTime));
  return end !== null && paid.some(({ amount, period }) => amount >= 0 && period.end >= end);
}

/** Past due according to Stripe, but no invoice explains why. */
export function unexplained(periodStart: number | null, start: number): Debt {
  return { since: at(periodStart ?? start), attempts: 1, invoiceExternalId: null, amount: 0n };
}
