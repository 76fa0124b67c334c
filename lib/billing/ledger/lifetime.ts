import type { Tx } from '@/lib/db';
import { type Payment, Prisma } from '@/lib/generated/prisma/client';
import { givenBackOf, MONEY, standingOf } from '../access/payment-standing';
import { LIFETIME_SKUS } from '../catalog/plans';
import { endsWithPeriod } from '../ends-with-period';
import { LIVE, type Mode } from '../types';
import type { LedgerContext } from './context';
import { putEmail } from './email';
import { planOperation } from './plan-operation';

/** The provider's time decides which purchase came first, in whatever order their webhooks arrive. */
const FIRST_BOUGHT = [
  { payment: { createdAt: 'asc' } },
  { payment: { externalId: 'asc' } },
] satisfies Prisma.GrantOrderByWithRelationInput[];

/**
 * Only the first Lifetime has a value to its buyer, so each later one is refunded. If a person has refunded part of it, the
 * rest is theirs to decide. Checked with each sync, because a refund that never happened is planned again.
 */
export async function refundDuplicateLifetime(context: LedgerContext): Promise<void> {
  const { tx, mode, owner } = context;
  const grants = await tx.grant.findMany({
    where: { workspaceId: owner.workspaceId, mode, sku: { in: LIFETIME_SKUS }, revoked: 0 },
    orderBy: FIRST_BOUGHT,
    select: { payment: { select: { ...MONEY, id: true, provider: true, externalId: true } } },
  });
  for (const { payment } of grants.slice(1)) {
    if (payment.status !== 'succeeded' || givenBackOf(payment) > 0n) continue;
    const planned = await planOperation(context, {
      kind: 'refund',
      key: `refund:${payment.id}`,
      because: 'second-lifetime',
      provider: payment.provider,
      params: { paymentExternalId: payment.externalId },
    });
    if (planned) await putEmail(context, 'second-lifetime', `second-lifetime:${payment.id}`, { paymentId: payment.id });
  }
}

/** Purchases of Lifetime before this payment that weren't returned. */
export async function lifetimesBefore(tx: Tx, { workspaceId, mode, createdAt, externalId }: Payment): Promise<number> {
  const before = { OR: [{ createdAt: { lt: createdAt } }, { createdAt, externalId: { lt: externalId } }] };
  return tx.grant.count({ where: { workspaceId, mode, sku: { in: LIFETIME_SKUS }, revoked: 0, payment: before } });
}

/**
 * Lifetime ends the subscription it replaces: at the end of the paid period, or now if nothing is paid (past due, on
 * hold, paused), so nothing more is charged. Checked whenever either becomes known, because they may arrive in any
 * order; done once per pair, so a customer can still undo it.
 */
export async function endWhatLifetimeReplaces(context: LedgerContext): Promise<void> {
  const { tx, mode, owner } = context;
  const lifetime = await currentLifetime(context);
  if (lifetime === null) return;
  const running = await tx.subscription.findMany({
    where: {
      ...{
        workspaceId: owner.workspaceId,
        mode,
        duplicateOf: null,
        origin: { not: 'foreign' },
        status: { in: [...LIVE] },
      },
    },
  });
  for (const subscription of running) {
    const { id, provider, externalId, status } = subscription;
    const paid = status === 'active' || status === 'trialing';
    if (paid && endsWithPeriod(subscription)) continue;
    const planned = await planOperation(context, {
      kind: paid ? 'schedule-cancel' : 'cancel',
      // By provider ids, which a rebuilt ledger has too.
      key: paid ? `schedule-cancel:${externalId}:${lifetime.payment.externalId}` : `cancel:${id}`,
      because: 'lifetime',
      provider,
      params: { subscriptionExternalId: externalId },
    });
    if (planned) await putEmail(context, 'lifetime-replaces', `lifetime-replaces:${id}`, { subscriptionId: id });
  }
}

/** Whether a workspace has a Lifetime purchase that wasn't returned, as the column `hadLifetime` of another statement. */
export function lifetimeColumn(workspaceId: string, mode: Mode): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "Grant" WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode"
    AND sku = ANY(${LIFETIME_SKUS}) AND revoked = 0) AS "hadLifetime"`;
}

/** The Lifetime purchase a user has and keeps; null when they have none. */
export async function currentLifetime({ tx, mode, owner }: Pick<LedgerContext, 'tx' | 'mode' | 'owner'>) {
  const where = { workspaceId: owner.workspaceId, mode, sku: { in: LIFETIME_SKUS }, revoked: 0 };
  // Few users have one, and its payment would take three more queries.
  if ((await tx.grant.count({ where })) === 0) return null;
  const grants = await tx.grant.findMany({
    where,
    orderBy: FIRST_BOUGHT,
    select: { payment: { select: { ...MONEY, externalId: true } } },
  });
  return grants.find(({ payment }) => standingOf(payment) === 'clear') ?? null;
}
