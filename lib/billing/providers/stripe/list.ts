import type Stripe from 'stripe';
import type { Root } from '../contract';
import { MARK, mark } from '../marks';
import { reading } from './errors';

/** All subscriptions, ended ones too, and the payment intents our checkouts made since then (they carry our marks). */
export async function listRoots(stripe: Stripe, appId: string, since: Date): Promise<Root[]> {
  const created = { gte: Math.floor(since.getTime() / 1000) };
  return reading(async () => {
    const roots: Root[] = [];
    for await (const { id } of stripe.subscriptions.list({ status: 'all', limit: 100 })) {
      roots.push({ kind: 'subscription', id });
    }
    for await (const { id, metadata } of stripe.paymentIntents.list({ created, limit: 100 })) {
      if (mark(metadata, MARK.app) === appId) roots.push({ kind: 'payment', id });
    }
    return roots;
  });
}
