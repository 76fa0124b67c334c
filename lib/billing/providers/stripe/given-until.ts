import { type InvoiceShape, isForTime, type SubscriptionShape } from './shapes';
import { at } from './time';

/**
 * Until when the merchant gives time without money, the latest of: the due date of an open invoice that the customer
 * pays by themselves, and the end of a period whose invoice is kept as a draft or marked uncollectible while collection
 * is paused: both leave the subscription active (docs.stripe.com/billing/subscriptions/pause-payment). Null when nothing
 * is given.
 */
export function givenUntil(raw: SubscriptionShape, invoices: readonly InvoiceShape[]): Date | null {
  const forTime = invoices.filter(({ lines }) => lines.data.some(isForTime));
  const due = forTime.flatMap(({ status, due_date }) => (status === 'open' && due_date != null ? [due_date] : []));
  const waived = WAIVED[raw.pause_collection?.behavior ?? ''] ?? [];
  const ends = forTime
    .filter(({ status }) => status !== null && waived.includes(status))
    .flatMap(({ lines }) => lines.data.filter(isForTime).map(({ period }) => period.end));
  const all = [...due, ...ends];
  return all.length === 0 ? null : at(Math.max(...all));
}

/** The states of an invoice whose period is given, by how collection is paused. The draft comes before the mark. */
const WAIVED: Readonly<Record<string, readonly string[]>> = {
  keep_as_draft: ['draft'],
  mark_uncollectible: ['draft', 'uncollectible'],
};
