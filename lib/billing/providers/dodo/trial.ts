import type { ListedPayment, SubscriptionShape } from './shapes';
import { paymentStatus } from './status';
import { at, DAY, HOUR, shifted } from './time';

/** When the trial was scheduled to end; null without one. Dodo has no field for it. */
function plannedEnd({ trial_period_days: days, created_at: createdAt }: SubscriptionShape): Date | null {
  return days > 0 ? shifted(at(createdAt), days * DAY) : null;
}

/**
 * Whether the next charge is the one that ends the trial: nothing has been paid yet, and no billing date has passed
 * since the start. Based on Dodo's data rather than the clock, so neither a charge that arrives some minutes late nor a
 * manually moved next charge turns a trial into a paying customer.
 */
export function isTrial(raw: SubscriptionShape, listed: readonly ListedPayment[]): boolean {
  const days = raw.trial_period_days;
  const paid = listed.some(({ status, total_amount: total }) => total > 0 && paymentStatus(status) === 'succeeded');
  return days > 0 && !paid && at(raw.previous_billing_date) < shifted(at(raw.created_at), (days * DAY) / 2);
}

/**
 * When the trial ends or ended: as scheduled, unless its charge was moved or a plan change came first. A trial begins a
 * moment after its subscription is created, so a charge within an hour of the scheduled end wasn't moved: the ledger
 * then shows the same before and after that charge. Null without a trial.
 */
export function trialEnd(raw: SubscriptionShape, listed: readonly ListedPayment[]): Date | null {
  const planned = plannedEnd(raw);
  if (planned === null) return null;
  const onTrial = isTrial(raw, listed);
  const charge = at(onTrial ? raw.next_billing_date : raw.previous_billing_date);
  const isMoved = onTrial && charge > shifted(planned, HOUR);
  return isMoved || charge < shifted(planned, -HOUR) ? charge : planned;
}
