import type { StripeContext } from '../api/kit';
import type { SubscriptionRecord } from '../billing-tables';

const DAY = 86_400;

/** `customer.subscription.trial_will_end`: three days before the end, or at once when the trial is shorter (stripe.md §3 c, n). */
export function warnOfTrialEnd(ctx: StripeContext, subscription: SubscriptionRecord): void {
  const { status, trial_end } = subscription;
  if (status !== 'trialing' || trial_end === null) return;
  if (trial_end - 3 * DAY <= ctx.now(subscription.customer))
    ctx.emit('customer.subscription.trial_will_end', subscription);
}
