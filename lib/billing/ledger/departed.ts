import { refundedOf } from '../facts';
import type { Root } from '../providers/contract';
import type { SubscriptionStatus } from '../types';
import type { LedgerContext } from './context';
import { planOperation } from './operation';

const LIVE: SubscriptionStatus[] = ['trialing', 'active', 'past_due', 'unpaid', 'paused'];

/**
 * Somebody whose account is deleted: their money is still written down, their name is not, and whatever was bought
 * since (at a page that was still open) ends and goes back.
 */
export async function settleDeparted(context: LedgerContext, root: Root): Promise<void> {
  const { tx, provider, mode, owner } = context;
  const { deletedAt } = await tx.user.findUniqueOrThrow({ where: { id: owner.userId }, select: { deletedAt: true } });
  if (deletedAt === null) return;
  await tx.webhookEvent.updateMany({
    where: { provider, mode, rootKind: root.kind, rootId: root.id },
    data: { payload: {} },
  });
  const running = await tx.subscription.findMany({
    where: { userId: owner.userId, provider, mode, status: { in: LIVE } },
  });
  for (const { id, externalId } of running) {
    const params = { subscriptionExternalId: externalId };
    await planOperation(context, { kind: 'cancel', key: `cancel:${id}`, provider, params });
  }
  const paid = await tx.payment.findMany({
    where: {
      userId: owner.userId,
      provider,
      mode,
      status: 'succeeded',
      amount: { gt: 0 },
      createdAt: { gt: deletedAt },
    },
    include: { refunds: true },
  });
  for (const { id, externalId } of paid.filter(({ refunds }) => refundedOf(refunds) === 0n)) {
    const params = { paymentExternalId: externalId };
    await planOperation(context, { kind: 'refund', key: `refund:${id}`, provider, params });
  }
}
