import { type InvoiceShape, isForTime, type SubscriptionShape } from './shapes';
import { at } from './time';

/**
 * Until when the merchant grants time without payment, the latest of: the due date of an open invoice that the customer
 * pays manually, and the end of a period whose invoice stayed a draft or was marked uncollectible because collection was
 * paused: both leave the subscription active (docs.stripe.com/billing/subscriptions/pause-payment), also for the rest of
 * the period once collection resumes. Null if nothing is granted.
 */
export function givenUntil(raw: SubscriptionShape, invoices: readonly InvoiceShape[]): Date | null {
  const forTime = invoices.filter(({ lines }) => lines.data.some(isForTime));
  const due = forTime.flatMap(({ status, due_date }) => (status === 'open' && due_date != null ? [due_date] : []));
  const ends = forTime
    .filter((invoice) => isWaived(raw, invoice))
    .flatMap(({ lines }) => lines.data.filter(isForTime).map(({ period }) => period.end));
  const all = [...due, ...ends];
  return all.length === 0 ? null : at(Math.max(...all));
}

function isWaived({ status, pause_collection: paused }: SubscriptionShape, invoice: InvoiceShape): boolean {
  if (paused != null) return invoice.status !== null && (WAIVED[paused.behavior] ?? []).includes(invoice.status);
  // Its collection was paused: Stripe never tried to collect it, and won't.
  if (status !== 'active' || invoice.collection_method === 'send_invoice' || invoice.attempted !== false) return false;
  return invoice.status === 'uncollectible' || (invoice.status === 'draft' && invoice.auto_advance === false);
}

/** The statuses of an invoice whose period is free, by how collection is paused. It's a draft before it's marked. */
const WAIVED: Readonly<Record<string, readonly string[]>> = {
  keep_as_draft: ['draft'],
  mark_uncollectible: ['draft', 'uncollectible'],
};
