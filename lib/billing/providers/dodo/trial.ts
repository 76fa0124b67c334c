import type { SubscriptionShape } from './shapes';
import { at, DAY } from './time';

/** When the trial ends; null without one. Dodo has no field for it (dodo.md §4.3). */
export function trialEnd({ trial_period_days: days, created_at: createdAt }: SubscriptionShape): Date | null {
  return days > 0 ? new Date(at(createdAt).getTime() + days * DAY) : null;
}

/**
 * Whether the trial is running: the next charge is the one that ends it. Read from Dodo's dates and not from the
 * clock, so a charge that comes some minutes late does not make a paying customer of a trial. A day's slack, because
 * Dodo does not say to the second when it charges.
 */
export function isTrial(subscription: SubscriptionShape): boolean {
  const end = trialEnd(subscription);
  return end !== null && at(subscription.next_billing_date).getTime() <= end.getTime() + DAY;
}
