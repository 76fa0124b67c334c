import type DodoPayments from 'dodopayments';
import type { Root } from '../contract';
import { reading } from './errors';
import { allPages } from './pages';

/** All subscriptions, and the payments since then that belong to none. */
export async function listRoots(dodo: DodoPayments, since: Date): Promise<Root[]> {
  const subscriptions = await allPages((page) => reading(() => dodo.subscriptions.list(page)));
  const payments = await allPages((page) =>
    reading(() => dodo.payments.list({ created_at_gte: since.toISOString(), ...page })),
  );
  return [
    ...subscriptions.map(({ subscription_id: id }) => ({ kind: 'subscription' as const, id })),
    ...payments
      .filter(({ subscription_id }) => (subscription_id ?? null) === null)
      .map(({ payment_id: id }) => ({ kind: 'payment' as const, id })),
  ];
}
