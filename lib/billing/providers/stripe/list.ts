import type Stripe from 'stripe';
import type { Root } from '../contract';
import { MARK, mark } from '../marks';
import { reading } from './errors';

const MAX = 100_000;

/** All subscriptions, ended ones too, and the payment intents our checkouts made since then (they carry our marks). */
export async function listRoots(stripe: Stripe, appId: string, since: Date): Promise<Root[]> {
  const subscriptions = await reading(() =>
    stripe.subscriptions.list({ status: 'all', limit: 100 }).autoPagingToArray({ limit: MAX }),
  );
  const created = { gte: Math.floor(since.getTime() / 1000) };
  const intents = await reading(() =>
    stripe.paymentIntents.list({ created, limit: 100 }).autoPagingToArray({ limit: MAX }),
  );
  return [
    ...subscriptions.map(({ id }) => ({ kind: 'subscription' as const, id })),
    ...intents
      .filter(({ metadata }) => mark(metadata, MARK.app) === appId)
      .map(({ id }) => ({ kind: 'payment' as const, id })),
  ];
}
