import type Stripe from 'stripe';
import type { Root } from '../contract';
import { MARK, mark } from '../marks';
import { reading } from './errors';
import { idOf, type Ref } from './shapes';

/**
 * All subscriptions, ended ones too; the payment intents our checkouts made since then (they carry our marks); and the
 * intents that were refunded or disputed since, however old.
 */
export async function listRoots(stripe: Stripe, appId: string, since: Date): Promise<Root[]> {
  const recent = { created: { gte: Math.floor(since.getTime() / 1000) }, limit: 100 };
  return reading(async () => {
    const roots: Root[] = [];
    const add = (payment: Ref) => {
      const id = idOf(payment);
      if (id !== null) roots.push({ kind: 'payment', id });
    };
    for await (const { id } of stripe.subscriptions.list({ status: 'all', limit: 100 })) {
      roots.push({ kind: 'subscription', id });
    }
    for await (const { id, metadata } of stripe.paymentIntents.list(recent)) {
      if (mark(metadata, MARK.app) === appId) add(id);
    }
    for await (const { payment_intent } of stripe.refunds.list(recent)) add(payment_intent);
    for await (const { payment_intent } of stripe.disputes.list(recent)) add(payment_intent);
    return roots;
  });
}
