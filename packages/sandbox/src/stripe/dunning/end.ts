import type { StripeContext } from '../api/context';
import { markUncollectible } from '../invoices/close';
import { subscriptionOf } from '../invoices/payment-method';
import { endSubscription } from '../subscriptions/end';
import { planSubscription } from '../subscriptions/timetable';
import { cancelRetries } from './retries';
import { billingSettings } from './settings';

/**
 * The last retry has failed: depending on the account's settings, the subscription is canceled, becomes unpaid, or
 * stays past due (docs/providers/stripe.md#failed-payments).
 */
export function endDunning(ctx: StripeContext, invoiceId: string): void {
  const invoice = ctx.tables.invoices.get(invoiceId);
  if (invoice?.status !== 'open') return;
  const settings = billingSettings(ctx);
  cancelRetries(ctx, invoiceId);
  if (settings.invoiceAfterLastRetry === 'uncollectible') markUncollectible(ctx, invoice, 'max_payment_attempts');
  const subscription = subscriptionOf(ctx, invoice);
  if (subscription?.status !== 'past_due') return;
  if (settings.afterLastRetry === 'cancel') {
    endSubscription(ctx, subscription, { scheduled: false, reason: 'payment_failed' });
  } else if (settings.afterLastRetry === 'unpaid') {
    const unpaid = ctx.update(
      ctx.tables.subscriptions,
      subscription,
      { status: 'unpaid' },
      'customer.subscription.updated',
    );
    planSubscription(ctx, unpaid);
  }
}
