import type DodoPayments from 'dodopayments';
import type { CardFacts } from '../snapshots';
import { reading } from './errors';
import type { SubscriptionShape } from './shapes';

type Method = DodoPayments.CustomerRetrievePaymentMethodsResponse.Item;

/** Only subscriptions that will be charged again have a card to read. */
const CHARGED: readonly SubscriptionShape['status'][] = ['active', 'on_hold', 'past_due'];

/** The payment method a subscription is charged with; one more call if it names one. Null if none is known. */
export async function methodOf(dodo: DodoPayments, subscription: SubscriptionShape): Promise<Method | null> {
  const id = subscription.payment_method_id ?? null;
  if (id === null || !CHARGED.includes(subscription.status)) return null;
  const { items } = await reading(() => dodo.customers.retrievePaymentMethods(subscription.customer.customer_id));
  return items.find((method) => method.payment_method_id === id) ?? null;
}

/** Dodo returns month and year as text, the year with two or four digits. Nulls if it's no card or incomplete. */
export function cardFacts(method: Pick<Method, 'card'> | null): CardFacts {
  const card = method?.card ?? null;
  const month = Number(card?.expiry_month ?? Number.NaN);
  const year = Number(card?.expiry_year ?? Number.NaN);
  const said = Number.isInteger(month) && Number.isInteger(year) && month >= 1 && month <= 12 && year > 0;
  return {
    cardBrand: card?.card_network?.toLowerCase() ?? null,
    cardLast4: card?.last4_digits ?? null,
    // A card is valid until the end of its month.
    cardExpires: said ? new Date(Date.UTC(year < 100 ? 2000 + year : year, month, 1)) : null,
  };
}
