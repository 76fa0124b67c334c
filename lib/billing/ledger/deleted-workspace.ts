import type { Tx } from '@/lib/db';
import { disputeBlock } from '../access/dispute-block';
import { givenBackOf } from '../access/payment-standing';
import type { SyncTarget } from '../providers/snapshots';
import { LIVE } from '../types';
import type { LedgerContext } from './context';
import { planOperation } from './plan-operation';

/**
 * A workspace that was deleted: its payments are still recorded, names aren't. Anything bought since then (on
 * a page that was still open) is refunded, and ends once the refund is accepted. So is money that arrives only then.
 */
export async function closeOutDeletedWorkspace(
  context: LedgerContext,
  target: SyncTarget,
  deletedAt: Date,
): Promise<void> {
  const { tx, provider, mode, owner } = context;
  await tx.webhookEvent.updateMany({
    where: { provider, mode, targetKind: target.kind, targetId: target.id },
    data: { payload: {} },
  });
  await forgetRefundWords(tx, owner.workspaceId);
  const ending = await giveBack(context, deletedAt);
  const running = await tx.subscription.findMany({
    where: { workspaceId: owner.workspaceId, provider, mode, status: { in: [...LIVE] }, origin: { not: 'foreign' } },
  });
  for (const { id, externalId } of running) {
    if (ending.has(id)) continue;
    const params = { subscriptionExternalId: externalId };
    await planOperation(context, {
      ...{ kind: 'cancel', key: `cancel:${id}`, because: 'account-deleted', provider, params },
    });
  }
}

/** Removes what an operator wrote about a customer's refunds, and the provider repeats. The refunds stay. */
export async function forgetRefundWords(tx: Tx, workspaceId: string): Promise<void> {
  await tx.refund.updateMany({ where: { payment: { workspaceId } }, data: { reason: null } });
}

/**
 * Returns the subscriptions that end with their refund, not before it. What is disputed isn't refunded on top; its
 * subscription just ends.
 */
async function giveBack(context: LedgerContext, deletedAt: Date): Promise<ReadonlySet<string>> {
  const { tx, provider, mode, owner } = context;
  const paid = await tx.payment.findMany({
    where: {
      ...{ workspaceId: owner.workspaceId, provider, mode, status: 'succeeded', amount: { gt: 0 } },
      AND: [
        // A bank debit from before the deletion may arrive days after it.
        { OR: [{ createdAt: { gt: deletedAt } }, { paidAt: { gt: deletedAt } }] },
        { OR: [{ subscriptionId: null }, { subscription: { origin: { not: 'foreign' } } }] },
      ],
    },
    include: { refunds: true, disputes: true, subscription: true },
  });
  const ending = new Set<string>();
  const owed = paid.filter((payment) => givenBackOf(payment) === 0n && disputeBlock(payment.disputes) === null);
  for (const { id, externalId, subscription } of owed) {
    const live = subscription !== null && LIVE.some((status) => status === subscription.status);
    if (live) ending.add(subscription.id);
    const params = { paymentExternalId: externalId, endsSubscription: live ? subscription.externalId : null };
    await planOperation(context, {
      ...{ kind: 'refund', key: `refund:${id}`, because: 'account-deleted', provider, params },
    });
  }
  return ending;
}
