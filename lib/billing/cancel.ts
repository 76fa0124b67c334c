import { appError } from '@/lib/errors';
import { act, heldSubscription } from './act';
import type { CancelReason } from './providers/contract';

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
