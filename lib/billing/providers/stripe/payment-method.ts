import type Stripe from 'stripe';
import type { CardFacts } from '../snapshots';
import type { SubscriptionShape } from './shapes';

/** What brings the card along with a subscription. */
export const CARD_EXPANSION = ['default_payment_method', 'customer.invoice_settings.default_payment_method'];

type Method = string | Pick<Stripe.PaymentMethod, 'card'> | null | undefined;

/**
 * The card that is charged next: the subscription's own, else the customer's
 * (docs/providers/stripe.md#failed-payments). Nulls when it is none or unknown.
 */
export function cardFacts({ default_payment_method: own, customer }: SubscriptionShape): CardFacts {
  const owner = typeof customer === 'object' && customer.deleted !== true ? customer : null;
  const card = cardOf(own) ?? cardOf(owner?.invoice_settings?.default_payment_method);
  if (card === null) return { cardBrand: null, cardLast4: null, cardExpires: null };
  // A card is good until the end of its month.
  const cardExpires = new Date(Date.UTC(card.exp_year, card.exp_month, 1));
  return { cardBrand: card.brand, cardLast4: card.last4, cardExpires };
}

function cardOf(method: Method): Stripe.PaymentMethod.Card | null {
  return typeof method === 'object' && method !== null ? (method.card ?? null) : null;
}
