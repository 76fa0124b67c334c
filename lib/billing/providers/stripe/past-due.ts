import type { InvoiceShape } from './shapes';

/**
 * When the money first failed to come, unix seconds: the finalisation of the oldest invoice in the unbroken run of
 * unpaid ones up to now, which is also when Stripe first tried the card (stripe.md §3f). Null when none is unpaid.
 */
export function unpaidSince(invoices: readonly InvoiceShape[]): number | null {
  const newestFirst = invoices
    .filter(({ status }) => status === 'open' || status === 'uncollectible' || status === 'paid')
    .sort((a, b) => b.created - a.created);
  const lastPaid = newestFirst.findIndex((invoice) => invoice.status === 'paid');
  const unpaid = (lastPaid === -1 ? newestFirst : newestFirst.slice(0, lastPaid)).filter(
    (invoice) => invoice.attempted !== false,
  );
  const first = unpaid.at(-1);
  return first === undefined ? null : (first.status_transitions.finalized_at ?? first.created);
}
