import type DodoPayments from 'dodopayments';
import { exponent } from './exponents';

type Currency = DodoPayments.Currency;

/** What the business is paid out in. */
export const SETTLEMENT_CURRENCY: Currency = 'USD';

/** Fixed exchange rates: units of the currency for one US dollar. Only a stand-in, so they never move. */
const PER_DOLLAR: Partial<Record<Currency, number>> = {
  USD: 1,
  EUR: 0.92,
  GBP: 0.79,
  JPY: 150,
  INR: 84,
  AUD: 1.52,
  CAD: 1.38,
  CHF: 0.88,
  HUF: 360,
  SEK: 10.5,
  SGD: 1.34,
};

/** `amount` minor units of `from` in minor units of `to`, rounded half up; null where no rate is known. */
export function convert(amount: number, from: Currency, to: Currency): number | null {
  if (from === to) return amount;
  const rateFrom = PER_DOLLAR[from];
  const rateTo = PER_DOLLAR[to];
  if (rateFrom === undefined || rateTo === undefined) return null;
  return Math.round((amount / 10 ** exponent(from) / rateFrom) * rateTo * 10 ** exponent(to));
}

/** For people: `€19.00`, `¥1,900`. */
export function money(amount: number, currency: Currency): string {
  const places = exponent(currency);
  const format = { style: 'currency', currency, minimumFractionDigits: places, maximumFractionDigits: places } as const;
  return new Intl.NumberFormat('en', format).format(amount / 10 ** places);
}

/** The least a payment may collect when it collects anything: half a dollar or about that much. */
export function minimumAmount(currency: Currency): number {
  return convert(50, 'USD', currency) ?? 50;
}
