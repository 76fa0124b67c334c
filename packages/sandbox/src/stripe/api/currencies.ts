import { invalidRequest } from './errors';

// https://docs.stripe.com/currencies: the zero-decimal list and the special cases below it. UGX is on the list,
// although "backward compatibility requires you to represent it as a two-decimal value", same as ISK; HUF and TWD are
// zero-decimal only for payouts.
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));
const WHOLE_ONLY = new Set(['isk', 'ugx']);

/** Number of decimal places: 2, or 0 for yen and similar currencies, or 3 for dinars. */
export function decimals(currency: string): 0 | 2 | 3 {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/** @throws 400 for a fraction where Stripe only accepts whole units, and for a third decimal that is not 0 */
export function checkChargeable(amount: number, currency: string, param = 'amount'): void {
  const code = 'invalid_charge_amount_no_decimal_compatible';
  if (WHOLE_ONLY.has(currency) && amount % 100 !== 0) {
    throw invalidRequest(
      `Invalid amount. Currency ${currency.toUpperCase()} has become effectively zero-decimal and charged amounts must be evenly divisible by 100. See https://stripe.com/docs/currencies#special-cases for more information.`,
      { code, param },
    );
  }
  if (THREE_DECIMAL.has(currency) && amount % 10 !== 0) {
    throw invalidRequest(
      `Invalid amount. Amounts in ${currency.toUpperCase()} must be rounded to the nearest ten. See https://stripe.com/docs/currencies#three-decimal for more information.`,
      { param },
    );
  }
}
