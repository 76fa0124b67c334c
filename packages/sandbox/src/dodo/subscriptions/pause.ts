import { refused } from '../api/errors';
import type { Dodo } from '../dodo';
import type { SubscriptionRecord } from '../records/subscription';
import { dayOfMonth } from '../time/calendar';
import { change } from './state';

/** Pauses billing and access. @throws 422 SUBSCRIPTION_INACTIVE unless active */
export function pause(dodo: Dodo, row: SubscriptionRecord): SubscriptionRecord {
  if (row.status !== 'active') throw refused('SUBSCRIPTION_INACTIVE', 'Only active subscriptions can be paused');
  return change(dodo, row, { status: 'paused', pausedMs: dodo.now() }, 'subscription.paused');
}

/**
 * Resumes with the remaining time: the dates move by the length of the pause
 * (docs.dodopayments.com/features/subscription).
 */
export function resume(dodo: Dodo, row: SubscriptionRecord): SubscriptionRecord {
  if (row.status !== 'paused') throw refused('SUBSCRIPTION_INACTIVE', 'Only paused subscriptions can be resumed');
  const length = dodo.now() - (row.pausedMs ?? dodo.now());
  const nextBillingMs = row.nextBillingMs + length;
  return change(
    dodo,
    row,
    {
      status: 'active',
      pausedMs: null,
      nextBillingMs,
      anchorDay: dayOfMonth(nextBillingMs),
      expiresMs: row.expiresMs + length,
      trialEndsMs: row.trialEndsMs === null ? null : row.trialEndsMs + length,
    },
    'subscription.unpaused',
  );
}
