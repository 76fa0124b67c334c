import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { act, heldSubscription } from './act';
import type { CancelFeedback, CancelReason } from './providers/contract';
import type { SubscriptionStatus } from './types';

/** The reasons both providers know, in the order they are offered. */
export const FEEDBACK = [
  'too_expensive',
  'missing_features',
  'unused',
  'switched_service',
  'too_complex',
  'low_quality',
  'customer_service',
  'other',
] as const satisfies readonly CancelFeedback[];

/** Nothing is paid here that could be used up: such a subscription ends when the customer says so. */
const UNPAID: readonly SubscriptionStatus[] = ['past_due', 'unpaid', 'paused'];

/** How a subscription in this state is cancelled: after what is paid, at once, or not at all. */
export function cancelKind(status: SubscriptionStatus): 'period_end' | 'now' | null {
  if (status === 'active' || status === 'trialing') return 'period_end';
  return UNPAID.includes(status) ? 'now' : null;
}

/** Lets the subscription run out. Access stays until then. Raises billing/no-subscription (409). */
export async function cancelAtPeriodEnd(userId: string, { feedback, comment }: CancelReason): Promise<void> {
  const held = await heldSubscription(userId);
  if (held.cancelAt !== null) return;
  await act({
    userId,
    provider: held.provider,
    kind: 'schedule-cancel',
    key: `cancel-at-period-end:${held.id}`,
    params: { subscriptionExternalId: held.externalId, feedback, comment },
    actor: `user:${userId}`,
  });
}

/**
 * Ends a subscription at once; no money comes back by it. `shown` is until when it was paid as the customer saw it:
 * what was paid meanwhile is not taken away unseen. Raises billing/no-subscription, billing/not-changeable or
 * billing/preview-expired (409).
 */
export async function cancelNow(userId: string, shown: Date | null): Promise<void> {
  const { mode } = env().world;
  const held = await heldSubscription(userId);
  if (cancelKind(held.status) === null) throw appError('billing/not-changeable');
  await act(
    {
      userId,
      provider: held.provider,
      kind: 'cancel',
      key: `cancel:${held.id}`,
      params: { subscriptionExternalId: held.externalId },
      actor: `user:${userId}`,
    },
    async (tx) => {
      const still = await tx.subscription.findFirst({
        where: { id: held.id, userId, mode, holdsSlot: true },
        select: { paidUntil: true },
      });
      if (still === null) throw appError('billing/no-subscription');
      if (still.paidUntil?.getTime() !== shown?.getTime()) throw appError('billing/preview-expired');
    },
  );
}

/** Takes the cancellation back while there is something to take back. */
export async function undoCancel(userId: string): Promise<void> {
  const held = await heldSubscription(userId);
  if (held.cancelAt === null) return;
  if (held.status === 'ended') throw appError('billing/no-subscription');
  await act({
    userId,
    provider: held.provider,
    kind: 'undo-cancel',
    key: `undo-cancel:${held.id}`,
    params: { subscriptionExternalId: held.externalId },
    actor: `user:${userId}`,
  });
}
