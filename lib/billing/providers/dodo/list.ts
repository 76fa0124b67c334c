import type DodoPayments from 'dodopayments';
import type { ListedRoot } from '../snapshots';
import { subscriptionDigest } from './digest';
import { reading } from './errors';
import { allPages } from './pages';

/** All subscriptions, the payments since then that belong to none, and those refunded or disputed since, however old. */
export async function listRoots(dodo: DodoPayments, since: Date): Promise<ListedRoot[]> {
  const recent = { created_at_gte: since.toISOString() };
  const subscriptions = await allPages((page) => reading(() => dodo.subscriptions.list(page)));
  const payments = await allPages((page) => reading(() => dodo.payments.list({ ...recent, ...page })));
  const refunds = await allPages((page) => reading(() => dodo.refunds.list({ ...recent, ...page })));
  const disputes = await allPages((page) => reading(() => dodo.disputes.list({ ...recent, ...page })));
  const once = payments.filter(({ subscription_id }) => (subscription_id ?? null) === null);
  return [
    ...subscriptions.map((raw) => ({
      ...{ kind: 'subscription' as const, id: raw.subscription_id },
      digest: subscriptionDigest(raw),
    })),
    ...[...once, ...refunds, ...disputes].map(({ payment_id: id }) => ({ kind: 'payment' as const, id })),
  ];
}
