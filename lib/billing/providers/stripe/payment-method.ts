import type Stripe from 'stripe';
import type { CardFacts } from '../snapshots';
import type { SubscriptionShape } from './shapes';

/** Includes the card with a subscription. */
export const CARD_EXPANSION = ['default_payment_method', 'customer.invoice_settings.default_payment_method'];

type Method = string | Pick<Stripe.PaymentMethod, 'card'> | null | undefined;

/**
 * The card charged next: the subscription's own, otherwise the customer's (docs/providers/stripe.md#failed-payments).
 * Nulls if it isn't a card or is unknown.
 */
export function cardFacts({ default_payment_method: own, customer }: SubscriptionShape): CardFacts {
  const owner = typeof customer === 'object' && customer.deleted !== true ? customer : null;
  const card = cardOf(own) ?? cardOf(owner?.invoice_settings?.default_payment_method);
  if (card === null) return { cardBrand: null, cardLast4: null, cardExpires: null };
  // A card is valid until the end of its month.
  const cardExpires = new Date(Date.UTC(card.exp_year, card.exp_month, 1));
  return { cardBrand: card.brand, cardLast4: card.last4, cardExpires };
}

function cardOf(method: Method): Stripe.PaymentMethod.Card | null {
  return typeof method === 'object' && method !== null ? (method.card ?? null) : null;
}
