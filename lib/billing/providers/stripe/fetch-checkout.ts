import type Stripe from 'stripe';
import type { CheckoutSnapshot, Root } from '../contract';
import { MARK, mark } from '../marks';
import { reading, readingOrAbsent } from './errors';
import { idOf } from './shapes';

/** How a session stands and what it led to. One that Stripe does not have can no longer be paid: expired. */
export async function fetchCheckout(
  stripe: Stripe,
  id: string,
  customer: string,
  checkoutId: string,
): Promise<CheckoutSnapshot> {
  const session = await readingOrAbsent(id, () =>
    stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] }),
  );
  if (session === null) return { externalId: id, state: 'expired', roots: [], failed: false };
  const tried = session.mode === 'payment' && session.status === 'open' && session.payment_intent === null;
  const intent = tried ? await intentOf(stripe, customer, checkoutId) : null;
  return toCheckout(intent === null ? session : { ...session, payment_intent: intent });
}

/** Whether a session can no longer be paid, and was not. */
export async function isOver(stripe: Stripe, id: string): Promise<boolean> {
  const session = await readingOrAbsent(id, () => stripe.checkout.sessions.retrieve(id));
  return session === null || session.status === 'expired';
}

/** An open session does not name the payment it has tried (stripe.md §2.3); the payment carries our marks. */
async function intentOf(stripe: Stripe, customer: string, checkoutId: string): Promise<Stripe.PaymentIntent | null> {
  const { data } = await reading(() => stripe.paymentIntents.list({ customer, limit: 20 }));
  return data.find((intent) => mark(intent.metadata, MARK.checkout) === checkoutId) ?? null;
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
