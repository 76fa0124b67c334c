import type { Dodo } from '../dodo';
import type { PaymentRecord } from '../records/payment';
import type { PlanChange, SubscriptionRecord } from '../records/subscription';
import { dayOfMonth } from '../time/calendar';
import { hold } from './hold';
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

/** The payment of a plan change succeeded. Sends `payment.succeeded` first. */
export function applyPaidChange(
  dodo: Dodo,
  row: SubscriptionRecord,
  payment: PaymentRecord,
  wanted: PlanChange,
): SubscriptionRecord {
  dodo.emit('payment.succeeded', payment.id);
  return change(dodo, row, changed(row, wanted), 'subscription.plan_changed');
}

/**
 * The payment of a plan change failed: the old plan stays, or the new one applies and its price is due. Whether a
 * prevented change is dropped or waits for its payment is unclear from the documentation (switch `prevented_change`).
 */
export function unpaidChange(
  dodo: Dodo,
  row: SubscriptionRecord,
  payment: PaymentRecord,
  wanted: PlanChange,
  onFailure: 'prevent_change' | 'apply_change',
): SubscriptionRecord {
  if (onFailure === 'apply_change') {
    const moved = change(dodo, row, changed(row, wanted), 'subscription.plan_changed');
    return hold(dodo, moved, payment, { ...payment, period: null, creditUsed: 0, failedPaymentId: payment.id });
  }
  dodo.emit('payment.failed', payment.id);
  const pending = dodo.switches.get('prevented_change') === 'waits' ? payment.id : null;
  return pending === row.pendingChangePaymentId ? row : change(dodo, row, { pendingChangePaymentId: pending });
}
