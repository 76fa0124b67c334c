import { type InvoiceShape, isForTime, type SubscriptionShape } from './shapes';
import { at } from './time';

/**
 * Until when the merchant grants time without payment, the latest of: the due date of an open invoice that the customer
 * pays manually, and the end of a period whose invoice stays a draft or is marked uncollectible while collection is
 * paused: both leave the subscription active (docs.stripe.com/billing/subscriptions/pause-payment). Null if nothing is
 * granted.
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

/** The statuses of an invoice whose period is free, by how collection is paused. It's a draft before it's marked. */
const WAIVED: Readonly<Record<string, readonly string[]>> = {
  keep_as_draft: ['draft'],
  mark_uncollectible: ['draft', 'uncollectible'],
};
