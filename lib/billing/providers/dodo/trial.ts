import type { SubscriptionShape } from './shapes';
import { at, DAY } from './time';

/** When the trial was to end; null without one. Dodo has no field for it (dodo.md §4.3). */
function plannedEnd({ trial_period_days: days, created_at: createdAt }: SubscriptionShape): Date | null {
  return days > 0 ? new Date(at(createdAt).getTime() + days * DAY) : null;
}

/**
 * Whether the next charge is the one that ends the trial. Read from Dodo's dates and not from the clock, so a charge
 * that comes some minutes late does not make a paying customer of a trial. A day's slack, because Dodo does not say to
 * the second when it charges.
 */
export function isTrial(subscription: SubscriptionShape): boolean {
  const end = plannedEnd(subscription);
  return end !== null && at(subscription.next_billing_date).getTime() <= end.getTime() + DAY;
}

/**
 * When the trial ends or ended: as planned, or at the charge that came before it (a plan change, a moved billing date).
 * Null without one. The same before and after that charge, so that the ledger does not see a change.
 */
export function trialEnd(subscription: SubscriptionShape): Date | null {
  const planned = plannedEnd(subscription);
  if (planned === null) return null;
  const charge = isTrial(subscription) ? subscription.next_billing_date : subscription.previous_billing_date;
  return new Date(Math.min(at(charge).getTime(), planned.getTime()));
}
