import type DodoPayments from 'dodopayments';
import type { CardFacts } from '../snapshots';
import { reading } from './errors';
import type { SubscriptionShape } from './shapes';

type Method = DodoPayments.CustomerRetrievePaymentMethodsResponse.Item;

/** Only what will be charged again has a card to look at. */
const CHARGED: readonly SubscriptionShape['status'][] = ['active', 'on_hold', 'past_due'];

/** The method a subscription is charged with; one more call, for a subscription that names it. Null when none is known. */
export async function methodOf(dodo: DodoPayments, subscription: SubscriptionShape): Promise<Method | null> {
  const id = subscription.payment_method_id ?? null;
  if (id === null || !CHARGED.includes(subscription.status)) return null;
  const { items } = await reading(() => dodo.customers.retrievePaymentMethods(subscription.customer.customer_id));
  return items.find((method) => method.payment_method_id === id) ?? null;
}

/** Dodo gives month and year as text, the year with four digits or two. Nulls for what is no card or does not say. */
export function cardFacts(method: Pick<Method, 'card'> | null): CardFacts {
  const card = method?.card ?? null;
  const month = Number(card?.expiry_month ?? Number.NaN);
  const year = Number(card?.expiry_year ?? Number.NaN);
  const said = Number.isInteger(month) && Number.isInteger(year) && month >= 1 && month <= 12 && year > 0;
  return {
    cardBrand: card?.card_network?.toLowerCase() ?? null,
    cardLast4: card?.last4_digits ?? null,
    // A card is good until the end of its month.
    cardExpires: said ? new Date(Date.UTC(year < 100 ? 2000 + year : year, month, 1)) : null,
  };
}
