import type DodoPayments from 'dodopayments';
import { exponent } from './exponents';

type Currency = DodoPayments.Currency;

/** The payout currency of the business. */
export const SETTLEMENT_CURRENCY: Currency = 'USD';

/** Units of each currency per US dollar. Placeholders, so they never change. */
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

/** Converts `amount` minor units of `from` to minor units of `to`, rounded half up; null without an exchange rate. */
export function convert(amount: number, from: Currency, to: Currency): number | null {
  if (from === to) return amount;
  const rateFrom = PER_DOLLAR[from];
  const rateTo = PER_DOLLAR[to];
  if (rateFrom === undefined || rateTo === undefined) return null;
  return Math.round((amount / 10 ** exponent(from) / rateFrom) * rateTo * 10 ** exponent(to));
}

/** Formats an amount for display: `€19.00`, `¥1,900`. */
export function money(amount: number, currency: Currency): string {
  const places = exponent(currency);
  const format = { style: 'currency', currency, minimumFractionDigits: places, maximumFractionDigits: places } as const;
  return new Intl.NumberFormat('en', format).format(amount / 10 ** places);
}

/** The minimum amount of a payment that isn't free: about half a dollar. */
export function minimumAmount(currency: Currency): number {
  return convert(50, 'USD', currency) ?? 50;
}
