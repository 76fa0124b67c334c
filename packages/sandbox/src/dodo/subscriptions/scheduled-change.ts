import type { Dodo } from '../dodo';
import type { ScheduledChange, SubscriptionRecord } from '../records/subscription';
import { change } from './state';

/** Applies a plan change that was scheduled for this billing date. The renewal that follows charges the new price. */
export function applyScheduled(dodo: Dodo, row: SubscriptionRecord, waiting: ScheduledChange): SubscriptionRecord {
  const { plan, discounts } = waiting;
  return change(dodo, row, { plan, discounts, scheduled: null }, 'subscription.plan_changed');
}
