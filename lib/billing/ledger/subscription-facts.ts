import type { Subscription } from '@/lib/generated/prisma/client';
import { isLive } from '../types';
import { recordFact } from './billing-fact';
import type { LedgerContext } from './context';

/**
 * Records what a sync saw happen to a subscription of ours. Only changes are facts: a subscription that had already
 * ended when first seen neither starts nor ends, and a duplicate that is immediately ended and refunded was never sold.
 */
export async function recordSubscriptionFacts(
  context: LedgerContext,
  before: Subscription | null,
  after: Subscription,
): Promise<void> {
  if (after.origin === 'foreign') return;
  const { id: subscriptionId, externalId, sku, quantity, status } = after;
  const data = { subscriptionId, externalId, sku, quantity, status };
  // Before it was ours, it didn't belong to our customer.
  const ran = before !== null && isLive(before.status) && before.origin !== 'foreign';
  if (!ran && isLive(status) && after.duplicateOf === null) {
    recordFact(context, 'subscription.started', externalId, { ...data, trialing: status === 'trialing' });
  }
  if (ran && status === 'ended' && (after.duplicateOf === null || (await hasStarted(context, externalId)))) {
    recordFact(context, 'subscription.ended', externalId, { ...data, endReason: after.endReason });
  }
  if (!ran || !isLive(status) || before.sku === null || sku === null) return;
  if (before.sku === sku && before.quantity === quantity) return;
  // A customer can leave a plan and come back, so the key includes the sync that saw the change.
  recordFact(context, 'subscription.plan_changed', `${externalId}:${context.ticket}`, {
    ...data,
    from: { sku: before.sku, quantity: before.quantity },
    to: { sku, quantity },
  });
}

async function hasStarted({ tx, provider, mode }: LedgerContext, externalId: string): Promise<boolean> {
  const key = `subscription.started:${provider}:${mode}:${externalId}`;
  return (await tx.billingFact.count({ where: { key } })) > 0;
}
