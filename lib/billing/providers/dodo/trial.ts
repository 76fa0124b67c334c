import type { ListedPayment, SubscriptionShape } from './shapes';
import { paymentStatus } from './status';
import { at, DAY, HOUR, shifted } from './time';

/** When the trial was to end; null without one. Dodo has no field for it. */
function plannedEnd({ trial_period_days: days, created_at: createdAt }: SubscriptionShape): Date | null {
  return days > 0 ? shifted(at(createdAt), days * DAY) : null;
}

/**
 * Whether the next charge is the one that ends the trial: nothing was paid yet, and no billing date has passed since
 * the beginning. Read from Dodo's facts and not from the clock, so a charge that comes some minutes late does not make
 * a paying customer of a trial, and neither does a next charge that somebody moved.
 */
export function isTrial(raw: SubscriptionShape, listed: readonly ListedPayment[]): boolean {
  const days = raw.trial_period_days;
  const paid = listed.some(({ status, total_amount: total }) => total > 0 && paymentStatus(status) === 'succeeded');
  return days > 0 && !paid && at(raw.previous_billing_date) < shifted(at(raw.created_at), (days * DAY) / 2);
}

/**
 * When the trial ends or ended: as planned, unless its charge was moved, or a plan change came before it. A trial begins
 * a moment after its subscription is created, so a charge within an hour of the planned end was not moved: the ledger
 * then says the same before and after that charge. Null without a trial.
 */
export function trialEnd(raw: SubscriptionShape, listed: readonly ListedPayment[]): Date | null {
  const planned = plannedEnd(raw);
  if (planned === null) return null;
  const onTrial = isTrial(raw, listed);
  const charge = at(onTrial ? raw.next_billing_date : raw.previous_billing_date);
  const isMoved = onTrial && charge > shifted(planned, HOUR);
  return isMoved || charge < shifted(planned, -HOUR) ? charge : planned;
}
