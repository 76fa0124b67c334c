import type DodoPayments from 'dodopayments';
import { refused } from '../api/errors';
import type { Dodo } from '../dodo';
import { convert } from '../money/currency';
import type { ProductRecord } from '../records/product';

type Currency = DodoPayments.Currency;

/**
 * The currency of a cart: that of its products, or `billing_currency` while adaptive pricing is on.
 * @throws 422 UNSUPPORTED_CURRENCY when the products' currencies differ or there is no exchange rate
 */
export function cartCurrency(dodo: Dodo, products: ProductRecord[], wanted: Currency | null): Currency {
  const [first = 'USD', ...others] = new Set(products.map((product) => product.price.currency));
  const adaptive = dodo.switches.get('adaptive_currency') === 'on';
  const currency = adaptive && wanted ? wanted : first;
  if (!adaptive && others.length > 0)
    throw refused('UNSUPPORTED_CURRENCY', 'All products of a cart must have the same currency');
  for (const from of [first, ...others]) inCurrency(0, from, currency);
  return currency;
}

/** Converts an amount to the cart's currency. @throws 422 UNSUPPORTED_CURRENCY */
export function inCurrency(amount: number, from: Currency, to: Currency): number {
  const converted = convert(amount, from, to);
  if (converted === null) throw refused('UNSUPPORTED_CURRENCY', `Currency ${to} is not supported`);
  return converted;
}
