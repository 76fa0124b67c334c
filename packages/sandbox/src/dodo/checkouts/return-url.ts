import type { Dodo } from '../dodo';
import type { CheckoutRecord } from '../records/checkout';

/**
 * Where the customer goes after success or failure: `return_url` with `subscription_id` or `payment_id`, `status`,
 * `license_key` and `email` appended. Existing query parameters are kept (docs/providers/dodo.md#checkout). Null
 * without a return_url.
 */
export function returnUrl(dodo: Dodo, session: CheckoutRecord): string | null {
  if (session.order.returnUrl === null) return null;
  const url = new URL(session.order.returnUrl);
  const payment = session.paymentId === null ? undefined : dodo.tables.payments.get(session.paymentId);
  const subscriptionId = session.subscriptionIds[0] ?? payment?.subscriptionIds[0];
  const subscription = subscriptionId === undefined ? undefined : dodo.tables.subscriptions.get(subscriptionId);
  if (subscription) {
    url.searchParams.set('subscription_id', subscription.id);
    url.searchParams.set('status', subscription.status);
  } else if (payment) {
    url.searchParams.set('payment_id', payment.id);
    url.searchParams.set('status', payment.status);
  }
  const keys = payment ? dodo.tables.licenseKeys.by('payment', payment.id).map((key) => key.key) : [];
  if (keys.length > 0) url.searchParams.set('license_key', keys.reverse().join(','));
  const customerId = payment?.customerId ?? subscription?.customerId ?? session.customerId;
  const email = customerId === null ? session.email : dodo.tables.customers.get(customerId)?.email;
  if (email) url.searchParams.set('email', email);
  return url.href;
}
