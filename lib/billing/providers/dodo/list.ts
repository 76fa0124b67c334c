import type DodoPayments from 'dodopayments';
import { inSequence, type List } from '../pages';
import type { ListedSubscription, SyncTarget } from '../snapshots';
import { subscriptionDigest } from './digest';
import { listOf } from './pages';
import { at } from './time';

/** All subscriptions, including ended ones, newest first. */
export function listSubscriptions(dodo: DodoPayments): List<ListedSubscription> {
  return listOf(
    (page) => dodo.subscriptions.list(page),
    (raw) => [{ id: raw.subscription_id, digest: subscriptionDigest(raw), createdAt: at(raw.created_at) }],
  );
}

/** Payments since then that belong to no subscription, and payments of any age refunded or disputed since then. */
export function listMoney(dodo: DodoPayments, since: Date): List<SyncTarget> {
  const recent = { created_at_gte: since.toISOString() };
  const toTarget = ({ payment_id: id }: { payment_id: string }): SyncTarget[] => [{ kind: 'payment', id }];
  return inSequence<SyncTarget>([
    listOf(
      (page) => dodo.payments.list({ ...recent, ...page }),
      (payment) => ((payment.subscription_id ?? null) === null ? toTarget(payment) : []),
    ),
    listOf((page) => dodo.refunds.list({ ...recent, ...page }), toTarget),
    listOf((page) => dodo.disputes.list({ ...recent, ...page }), toTarget),
  ]);
}

export function listCustomers(dodo: DodoPayments): List<string> {
  return listOf(
    (page) => dodo.customers.list(page),
    ({ customer_id: id }) => [id],
  );
}
