import type { Dodo } from '../dodo';
import type { PaymentRecord } from '../records/payment';
import type { PlanChange, SubscriptionRecord } from '../records/subscription';
import { dayOfMonth } from '../time/calendar';
import { oneCycleLess } from './renew';
import { change } from './state';

/** Fields of a subscription after a plan change. */
export function changed(
  row: SubscriptionRecord,
  { plan, discounts, period, creditUsed, creditGranted, endsTrial, replacesSchedule }: PlanChange,
): Partial<SubscriptionRecord> {
  return {
    plan,
    discounts: period ? oneCycleLess(discounts) : discounts,
    credit: row.credit - creditUsed + creditGranted,
    pendingChangePaymentId: null,
    ...(replacesSchedule ? { scheduled: null } : {}),
    ...(endsTrial ? { trialEndsMs: null } : {}),
    ...(period
      ? { previousBillingMs: period.start, nextBillingMs: period.end, anchorDay: dayOfMonth(period.start) }
      : {}),
  };
}

/** The payment of a plan change went through. Sends `payment.succeeded` first. */
export function applyPaidChange(
  dodo: Dodo,
  row: SubscriptionRecord,
  payment: PaymentRecord,
  wanted: PlanChange,
): SubscriptionRecord {
  dodo.emit('payment.succeeded', payment.id);
  return change(dodo, row, changed(row, wanted), 'subscription.plan_changed');
}
