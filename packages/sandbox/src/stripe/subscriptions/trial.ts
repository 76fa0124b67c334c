import type { StripeContext } from '../api/context';
import type { SubscriptionRecord } from '../billing-tables';
import { defaultMethod } from '../invoices/payment-method';
import { endSubscription } from './end';
import { planSubscription } from './timetable';

const DAY = 86_400;

/**
 * `customer.subscription.trial_will_end`: three days before the end, or immediately when the trial is shorter
 * (docs/providers/stripe.md#trials).
 */
export function warnOfTrialEnd(ctx: StripeContext, subscription: SubscriptionRecord): void {
  const { status, trial_end } = subscription;
  if (status !== 'trialing' || trial_end === null) return;
  if (trial_end - 3 * DAY <= ctx.now(subscription.customer))
    ctx.emit('customer.subscription.trial_will_end', subscription);
}

/**
 * A trial ends without a payment method: depending on its settings the subscription ends, is paused, or is billed
 * anyway.
 */
export function endedByMissingMethod(ctx: StripeContext, subscription: SubscriptionRecord): boolean {
  const behavior = subscription.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice';
  if (subscription.status !== 'trialing' || behavior === 'create_invoice') return false;
  if (defaultMethod(ctx, subscription.customer, subscription) !== null) return false;
  if (behavior === 'cancel') {
    endSubscription(ctx, subscription, { scheduled: false, reason: 'cancellation_requested' });
    return true;
  }
  const now = ctx.now(subscription.customer);
  const paused = ctx.tables.subscriptions.put(subscription.id, {
    ...subscription,
    status: 'paused',
    trial_end: Math.min(subscription.trial_end ?? now, now),
  });
  planSubscription(ctx, paused);
  ctx.emit('customer.subscription.paused', paused);
  return true;
}
