import type Stripe from 'stripe';
import { METADATA, metadataValue } from '../metadata';
import { inSequence, type List, type Page } from '../pages';
import type { ListedSubscription, SyncTarget } from '../snapshots';
import { subscriptionDigest } from './digest';
import { reading } from './errors';
import { idOf, paymentIntentsOf, type Ref, subscriptionOf } from './shapes';
import { at } from './time';

/** All subscriptions, including ended ones, newest first. */
export function listSubscriptions(stripe: Stripe): List<ListedSubscription> {
  return listOf(
    (page) => stripe.subscriptions.list({ status: 'all', ...page }),
    (raw) => [{ id: raw.id, digest: subscriptionDigest(raw), createdAt: at(raw.created) }],
  );
}

/**
 * The payment intents that our checkouts created since then (they have our metadata), and intents and invoices of any
 * age that were refunded, disputed, or credited since then.
 */
export function listMoney(stripe: Stripe, appId: string, since: Date): List<SyncTarget> {
  const recent = { created: { gte: Math.floor(since.getTime() / 1000) } };
  const expand = ['data.invoice.payments'];
  return inSequence<SyncTarget>([
    listOf(
      (page) => stripe.paymentIntents.list({ ...recent, ...page }),
      ({ id, metadata }) => (metadataValue(metadata, METADATA.app) === appId ? [{ kind: 'payment', id }] : []),
    ),
    listOf(
      (page) => stripe.refunds.list({ ...recent, ...page }),
      ({ payment_intent: intent }) => paymentsOf([intent]),
    ),
    listOf(
      (page) => stripe.disputes.list({ ...recent, ...page }),
      ({ payment_intent: intent }) => paymentsOf([intent]),
    ),
    listOf(
      (page) => stripe.creditNotes.list({ ...recent, expand, ...page }),
      ({ invoice }) => creditedBy(invoice),
    ),
  ]);
}

/** Deleted customers aren't listed. */
export function listCustomers(stripe: Stripe): List<string> {
  return listOf(
    (page) => stripe.customers.list(page),
    ({ id }) => [id],
  );
}

function creditedBy(invoice: string | Stripe.Invoice): SyncTarget[] {
  if (typeof invoice === 'string') return [];
  const id = subscriptionOf(invoice);
  return id === null ? paymentsOf(paymentIntentsOf(invoice, 'paid')) : [{ kind: 'subscription', id }];
}

function paymentsOf(payments: readonly Ref[]): SyncTarget[] {
  return payments.flatMap((payment) => {
    const id = idOf(payment);
    return id === null ? [] : [{ kind: 'payment' as const, id }];
  });
}

interface PageRequest {
  readonly limit: number;
  readonly starting_after?: string;
}

/** A list of Stripe, a hundred objects a page. */
export function listOf<Raw extends { readonly id: string }, Item>(
  fetchPage: (page: PageRequest) => Promise<{ readonly data: readonly Raw[]; readonly has_more: boolean }>,
  toItems: (raw: Raw) => Item[],
): List<Item> {
  return async (after): Promise<Page<Item>> => {
    const { data, has_more: more } = await reading(() =>
      fetchPage({ limit: 100, ...(after === null ? {} : { starting_after: after }) }),
    );
    return { items: data.flatMap(toItems), next: more ? (data.at(-1)?.id ?? null) : null };
  };
}
