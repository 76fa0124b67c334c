import type Stripe from 'stripe';
import type { CheckoutSnapshot, Root } from '../contract';
import { readingOrAbsent } from './errors';
import { idOf } from './shapes';

/** How a session stands and what it led to. One that Stripe does not have can no longer be paid: expired. */
export async function fetchCheckout(stripe: Stripe, id: string): Promise<CheckoutSnapshot> {
  const session = await readingOrAbsent(id, () =>
    stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] }),
  );
  return session === null ? { externalId: id, state: 'expired', roots: [], failed: false } : toCheckout(session);
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
    roots: rootsOf(session),
    failed: session.payment_status === 'unpaid' && declined,
  };
}

/** A purchase that a promotion code paid in full has no payment intent; its invoice stands for it. */
function rootsOf({ subscription, payment_intent, invoice }: SessionShape): Root[] {
  const subscriptionId = idOf(subscription);
  if (subscriptionId !== null) return [{ kind: 'subscription', id: subscriptionId }];
  const paymentId = idOf(payment_intent) ?? idOf(invoice);
  return paymentId === null ? [] : [{ kind: 'payment', id: paymentId }];
}
