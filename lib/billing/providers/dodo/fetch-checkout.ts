import type DodoPayments from 'dodopayments';
import { METADATA, metadataValue } from '../metadata';
import type { CheckoutSnapshot, SyncTarget } from '../snapshots';
import { sessionEnd } from './checkout';
import { reading, readingOrAbsent } from './errors';
import { allPages } from './pages';
import { subscriptionOf } from './payment';
import { paymentStatus, subscriptionStatus } from './status';
import { at } from './time';

/**
 * A session's state and what it led to. Dodo doesn't report that one has expired, but its docs say after 24 hours
 * (docs.dodopayments.com/developer-resources/checkout-session). A session that no longer exists can't be paid. A trial
 * may begin without a payment; in that case the customer's subscriptions are searched for the checkout's id.
 */
export async function fetchCheckout(
  dodo: DodoPayments,
  id: string,
  { customerId, checkoutId, now }: { customerId: string; checkoutId: string; now: Date },
): Promise<CheckoutSnapshot> {
  const session = await readingOrAbsent(() => dodo.checkoutSessions.retrieve(id));
  if (session === null) return { externalId: id, state: 'expired', targets: [], failed: false };
  const paymentId = session.payment_id ?? null;
  const seen =
    paymentId === null ? await bySubscription(dodo, customerId, checkoutId) : await byPayment(dodo, paymentId);
  const isOver = seen.state === 'open' && now >= sessionEnd(at(session.created_at));
  return { externalId: id, ...seen, state: isOver ? 'expired' : seen.state };
}

type Seen = Omit<CheckoutSnapshot, 'externalId'>;

async function byPayment(dodo: DodoPayments, paymentId: string): Promise<Seen> {
  const payment = await reading(() => dodo.payments.retrieve(paymentId));
  const subscriptionId = subscriptionOf(payment);
  const target: SyncTarget =
    subscriptionId === null ? { kind: 'payment', id: paymentId } : { kind: 'subscription', id: subscriptionId };
  const status = paymentStatus(payment.status);
  // A payment processing at the bank is complete; one waiting for the customer (3-D Secure, another card) isn't.
  const paid = status === 'succeeded' || payment.status === 'processing';
  const declined = status === 'failed' || (payment.error_code ?? null) !== null;
  return { state: paid ? 'complete' : 'open', targets: [target], failed: !paid && declined };
}

async function bySubscription(dodo: DodoPayments, customerId: string, checkoutId: string): Promise<Seen> {
  const subscriptions = await allPages(
    (page) => dodo.subscriptions.list({ customer_id: customerId, ...page }),
    ({ subscription_id }) => subscription_id,
  );
  const made = subscriptions.find(({ metadata }) => metadataValue(metadata, METADATA.checkout) === checkoutId);
  if (made === undefined) return { state: 'open', targets: [], failed: false };
  const status = subscriptionStatus(made.status);
  const begun = status !== 'pending' && status !== 'failed';
  return {
    state: begun ? 'complete' : 'open',
    targets: [{ kind: 'subscription', id: made.subscription_id }],
    failed: status === 'failed',
  };
}
