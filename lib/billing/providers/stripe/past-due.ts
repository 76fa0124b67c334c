import type { InvoiceShape } from './shapes';

/** What is owed: since when (unix seconds), and how often it was tried. */
export interface Owed {
  readonly since: number;
  readonly attempts: number;
}

/**
 * When the money first failed to come: the finalisation of the oldest invoice in the unbroken run of unpaid ones up to
 * now, which is also when Stripe first tried the card (stripe.md §3f). Its attempts are the first and each retry on
 * schedule. Null when nothing is unpaid.
 */
export function owed(invoices: readonly InvoiceShape[]): Owed | null {
  const newestFirst = invoices
    .filter(({ status }) => status === 'open' || status === 'uncollectible' || status === 'paid')
    .sort((a, b) => b.created - a.created);
  const lastPaid = newestFirst.findIndex((invoice) => invoice.status === 'paid');
  const unpaid = (lastPaid === -1 ? newestFirst : newestFirst.slice(0, lastPaid)).filter(
    (invoice) => invoice.attempted !== false,
  );
  const first = unpaid.at(-1);
  if (first === undefined) return null;
  return { since: first.status_transitions.finalized_at ?? first.created, attempts: first.attempt_count ?? 1 };
}
