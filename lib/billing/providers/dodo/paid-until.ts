import type { SubscriptionStatus } from '../../types';
import type { SubscriptionShape } from './shapes';
import { at } from './time';

/**
 * The end of the time that was paid for, or of the trial: the next billing date, which Dodo moves on only when money
 * came. Should it have moved on all the same while money is owed, the time of the failure counts.
 * Null for a subscription that never began.
 */
export function paidUntil(
  subscription: SubscriptionShape,
  status: SubscriptionStatus | null,
  owedSince: Date | null,
): Date | null {
  if (status === 'pending' || status === 'failed') return null;
  const due = at(subscription.next_billing_date);
  return owedSince !== null && owedSince < due ? owedSince : due;
}
