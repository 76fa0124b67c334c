import type Stripe from 'stripe';
import { MARK, mark } from '../metadata';
import type { ListedRoot } from '../snapshots';
import { subscriptionDigest } from './digest';
import { reading } from './errors';
import { idOf, paymentIntentsOf, type Ref, subscriptionOf } from './shapes';

/**
 * All subscriptions, ended ones too; the payment intents our checkouts made since then (they carry our marks); and the
 * intents, and what invoices are for, that were refunded, disputed, or credited since, however old.
 */
export async function listRoots(stripe: Stripe, appId: string, since: Date): Promise<ListedRoot[]> {
  const recent = { created: { gte: Math.floor(since.getTime() / 1000) }, limit: 100 };
  return reading(async () => {
    const roots: ListedRoot[] = [];
    const add = (payment: Ref) => {
      const id = idOf(payment);
      if (id !== null) roots.push({ kind: 'payment', id });
    };
    for await (const raw of stripe.subscriptions.list({ status: 'all', limit: 100 })) {
      roots.push({ kind: 'subscription', id: raw.id, digest: subscriptionDigest(raw) });
    }
    for await (const { id, metadata } of stripe.paymentIntents.list(recent)) {
      if (mark(metadata, MARK.app) === appId) add(id);
    }
    for await (const { payment_intent } of stripe.refunds.list(recent)) add(payment_intent);
    for await (const { payment_intent } of stripe.disputes.list(recent)) add(payment_intent);
    const expand = ['data.invoice.payments'];
    for await (const { invoice } of stripe.creditNotes.list({ ...recent, expand })) {
      if (typeof invoice === 'string') continue;
      const id = subscriptionOf(invoice);
      if (id === null) for (const intent of paymentIntentsOf(invoice, 'paid')) add(intent);
      else roots.push({ kind: 'subscription', id });
    }
    return roots;
  });
}
