import type Stripe from 'stripe';
import { ProviderRefused } from '../errors';
import { METADATA, metadataValue } from '../metadata';
import type { CheckoutSnapshot, SyncTarget } from '../snapshots';
import { reading, readingOrAbsent } from './errors';
import { idOf } from './shapes';

const NOTHING = { state: 'expired', targets: [], failed: false } as const;

/** A session's state and what it led to. A session that Stripe doesn't have can no longer be paid: expired. */
export async function fetchCheckout(
  stripe: Stripe,
  id: string,
  customer: string,
  checkoutId: string,
): Promise<CheckoutSnapshot> {
  const session = await readingOrAbsent(id, () =>
    stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent', 'customer'] }),
  );
  if (session === null) return { ...NOTHING, externalId: id };
  if (session.status !== 'open' || session.payment_intent !== null) return toCheckout(session);
  // Its customer was deleted, so it can no longer be paid, although Stripe reports it as open until it expires.
  if (typeof session.customer === 'object' && session.customer?.deleted === true) return { ...NOTHING, externalId: id };
  if (session.mode === 'subscription') {
    return { ...toCheckout(session), failed: await isFirstTryDeclined(stripe, customer, session) };
  }
  const intent = await intentOf(stripe, customer, checkoutId);
  return toCheckout(intent === null ? session : { ...session, payment_intent: intent });
}

/**
 * Whether the customer tried to pay for an open subscription session and was declined. Stripe creates the subscription
 * only once it's paid; until then, the only sign is a payment intent of the customer, without our metadata.
 */
async function isFirstTryDeclined(
  stripe: Stripe,
  customer: string,
  { created, subscription }: Pick<Stripe.Checkout.Session, 'created' | 'subscription'>,
): Promise<boolean> {
  if (subscription !== null) return false;
  const intents = await intentsOf(stripe, customer, created);
  const first = intents.filter(({ description }) => description === FIRST_PAYMENT);
  return first[0]?.status === 'requires_payment_method' && first[0].last_payment_error !== null;
}

/** Stripe's own description of a subscription's first payment. */
const FIRST_PAYMENT = 'Subscription creation';

/** Whether a session can no longer be paid and wasn't. */
export async function isOver(stripe: Stripe, id: string): Promise<boolean> {
  const session = await readingOrAbsent(id, () => stripe.checkout.sessions.retrieve(id));
  return session === null || session.status === 'expired';
}

/**
 * An open session doesn't name its attempted payment (docs/providers/stripe.md#checkout); the payment has our metadata.
 */
async function intentOf(stripe: Stripe, customer: string, checkoutId: string): Promise<Stripe.PaymentIntent | null> {
  const intents = await intentsOf(stripe, customer);
  return intents.find((intent) => metadataValue(intent.metadata, METADATA.checkout) === checkoutId) ?? null;
}

/** The customer's payment attempts, newest first. A deleted customer has none. */
async function intentsOf(stripe: Stripe, customer: string, since?: number): Promise<Stripe.PaymentIntent[]> {
  const created = since === undefined ? {} : { created: { gte: since } };
  try {
    return (await reading(() => stripe.paymentIntents.list({ customer, ...created, limit: 20 }))).data;
  } catch (error) {
    if (error instanceof ProviderRefused) return [];
    throw error;
  }
}

type SessionShape = Pick<
  Stripe.Checkout.Session,
  'id' | 'status' | 'payment_status' | 'subscription' | 'payment_intent' | 'invoice'
>;

export function toCheckout(session: SessionShape): CheckoutSnapshot {
  const { status, payment_intent: intent } = session;
  const declined = typeof intent === 'object' && intent !== null && intent.last_payment_error !== null;
  return {
    externalId: session.id,
    state: status === 'complete' ? 'complete' : status === 'expired' ? 'expired' : 'open',
    targets: targetsOf(session),
    failed: session.payment_status === 'unpaid' && declined,
  };
}

/** A purchase that a promotion code paid in full has no payment intent, so its invoice is the target. */
function targetsOf({ subscription, payment_intent, invoice }: SessionShape): SyncTarget[] {
  const subscriptionId = idOf(subscription);
  if (subscriptionId !== null) return [{ kind: 'subscription', id: subscriptionId }];
  const paymentId = idOf(payment_intent) ?? idOf(invoice);
  return paymentId === null ? [] : [{ kind: 'payment', id: paymentId }];
}
