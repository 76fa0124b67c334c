import type { StripeContext } from '../api/context';
import type { CheckoutLineRecord } from '../billing-tables';
import type { DiscountParams } from '../subscriptions/discounts';
import type { CheckoutParams } from './fields';

/** What Stripe knows about a Checkout Session but doesn't return (or only when expanded). */
export interface HiddenCheckout {
  id: string;
  lines: CheckoutLineRecord[];
  /** The applied coupon or promotion code, or null. */
  discount: DiscountParams | null;
  subscriptionData: CheckoutParams['subscription_data'] | null;
  paymentIntentData: CheckoutParams['payment_intent_data'] | null;
  setupIntentData: CheckoutParams['setup_intent_data'] | null;
  invoiceData: { description: string | null; footer: string | null; metadata: Record<string, string> } | null;
  /** The intent of the attempts so far. The session only shows it once it is complete. */
  intent: string | null;
  /** Why the last attempt failed, as a message for the customer. */
  refusal: string | null;
  /** The customer's input, kept after a decline or a challenge. */
  typed: { email: string; name: string; country: string; postalCode: string } | null;
  /** A customer created by an attempt in this session that hasn't succeeded yet. */
  customer: string | null;
}

const table = (ctx: StripeContext) => ctx.world.store.table<HiddenCheckout>('stripe.checkout-memory');

/** @throws Error for an unknown session: its hidden state is stored with it */
export function hiddenCheckout(ctx: StripeContext, id: string): HiddenCheckout {
  const hidden = table(ctx).get(id);
  if (!hidden) throw new Error(`There is no hidden state of the Checkout Session ${id}.`);
  return hidden;
}

export const saveHiddenCheckout = (ctx: StripeContext, hidden: HiddenCheckout): HiddenCheckout =>
  table(ctx).put(hidden.id, hidden);

/** The session that an intent pays for, while the session is open. */
export function sessionOfIntent(ctx: StripeContext, intent: string): string | undefined {
  return ctx.world.store.table<{ session: string }>('stripe.checkout-intents').get(intent)?.session;
}

export function noteIntent(ctx: StripeContext, hidden: HiddenCheckout, intent: string): HiddenCheckout {
  ctx.world.store.table<{ session: string }>('stripe.checkout-intents').put(intent, { session: hidden.id });
  return saveHiddenCheckout(ctx, { ...hidden, intent });
}
