import type { Payment } from '@/lib/generated/prisma/client';
import { MONEY, standingOf } from '../access/standing';
import { LIFETIME_SKUS } from '../catalog/plans';
import { LIVE } from '../types';
import type { LedgerContext } from './context';
import { putEmail } from './email';
import { planOperation } from './plan-operation';

/** A second Lifetime is worth nothing to its buyer: the money goes back. */
export async function giveBackSecond(context: LedgerContext, payment: Payment): Promise<void> {
  const { tx, mode, owner } = context;
  const earlier = await tx.grant.count({
    where: { userId: owner.userId, mode, sku: { in: LIFETIME_SKUS }, paymentId: { not: payment.id }, revoked: 0 },
  });
  if (earlier === 0) return;
  const planned = await planOperation(context, {
    kind: 'refund',
    key: `refund:${payment.id}`,
    because: 'second-lifetime',
    provider: payment.provider,
    params: { paymentExternalId: payment.externalId },
  });
  if (planned) await putEmail(context, 'second-lifetime', `second-lifetime:${payment.id}`, { paymentId: payment.id });
}

/**
 * Lifetime ends the subscription it replaces: when the paid period ends, or now where nothing is paid (past due, on hold,
 * paused), so that nothing more is collected. Asked whenever either becomes known, because the news of them may come in
 * any order; done once for each pair, so a customer may still take it back.
 */
export async function endWhatLifetimeReplaces(context: LedgerContext): Promise<void> {
  const { tx, mode, owner } = context;
  const lifetime = await currentLifetime(context);
  if (lifetime === null) return;
  const running = await tx.subscription.findMany({
    where: {
      ...{ userId: owner.userId, mode, duplicateOf: null, origin: { not: 'foreign' }, status: { in: [...LIVE] } },
    },
  });
  for (const { id, provider, externalId, status, cancelAt } of running) {
    const paid = status === 'active' || status === 'trialing';
    if (paid && cancelAt !== null) continue;
    const planned = await planOperation(context, {
      kind: paid ? 'schedule-cancel' : 'cancel',
      // By the provider's names, which a ledger that was rebuilt has too.
      key: paid ? `schedule-cancel:${externalId}:${lifetime.payment.externalId}` : `cancel:${id}`,
      because: 'lifetime',
      provider,
      params: { subscriptionExternalId: externalId },
    });
    if (planned) await putEmail(context, 'lifetime-replaces', `lifetime-replaces:${id}`, { subscriptionId: id });
  }
}

/** The Lifetime somebody has and keeps; null when they have none. */
export async function currentLifetime({ tx, mode, owner }: Pick<LedgerContext, 'tx' | 'mode' | 'owner'>) {
  const where = { userId: owner.userId, mode, sku: { in: LIFETIME_SKUS }, revoked: 0 };
  // Hardly anybody has one, and what it was paid with is three more statements.
  if ((await tx.grant.count({ where })) === 0) return null;
  const grants = await tx.grant.findMany({
    where,
    orderBy: { createdAt: 'asc' },
    select: { payment: { select: { ...MONEY, externalId: true } } },
  });
  return grants.find(({ payment }) => standingOf(payment) === 'clear') ?? null;
}
