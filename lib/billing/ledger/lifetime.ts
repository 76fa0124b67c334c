import type { Payment } from '@/lib/generated/prisma/client';
import type { LedgerContext } from './context';
import { planOperation } from './operation';
import { putEmail } from './outbox';

/** A second Lifetime is worth nothing to its buyer: the money goes back. */
export async function giveBackSecond(context: LedgerContext, payment: Payment): Promise<void> {
  const { tx, mode, owner } = context;
  const earlier = await tx.grant.count({
    where: { userId: owner.userId, mode, sku: 'lifetime', paymentId: { not: payment.id }, revoked: 0 },
  });
  if (earlier === 0) return;
  await planOperation(context, {
    kind: 'refund',
    key: `refund:${payment.id}`,
    provider: payment.provider,
    params: { paymentExternalId: payment.externalId },
  });
  await putEmail(context, 'second-lifetime', `second-lifetime:${payment.id}`, { paymentId: payment.id });
}

/**
 * Lifetime ends the subscription it replaces when its paid period ends. Asked whenever either becomes known, because
 * the news of them may come in any order; done once for each pair, so a customer may still take it back.
 */
export async function endWhatLifetimeReplaces(context: LedgerContext): Promise<void> {
  const { tx, mode, owner } = context;
  const lifetime = await tx.grant.findFirst({
    where: { userId: owner.userId, mode, sku: 'lifetime', revoked: 0 },
    orderBy: { createdAt: 'asc' },
  });
  if (lifetime === null) return;
  const held = await tx.subscription.findFirst({ where: { userId: owner.userId, mode, holdsSlot: true } });
  if (held === null || held.cancelAt !== null) return;
  const planned = await planOperation(context, {
    kind: 'schedule-cancel',
    key: `schedule-cancel:${held.id}:${lifetime.paymentId}`,
    provider: held.provider,
    params: { subscriptionExternalId: held.externalId },
  });
  if (planned)
    await putEmail(context, 'lifetime-replaces', `lifetime-replaces:${held.id}`, { subscriptionId: held.id });
}
