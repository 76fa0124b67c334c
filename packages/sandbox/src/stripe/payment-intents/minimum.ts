import { decimals } from '../api/currencies';

// Docs: "Minimum charge amounts"; every other currency uses the dollar's 50.
const MINIMUM: Record<string, number> = {
  gbp: 30,
  sek: 300,
  nok: 300,
  dkk: 250,
  hkd: 400,
  mxn: 1000,
  czk: 1500,
  huf: 17_500,
  pln: 200,
  ron: 200,
  aed: 200,
};

/** The minimum charge amount, in minor units. */
export const minimumCharge = (currency: string): number => MINIMUM[currency] ?? 50;

const SYMBOLS: Record<string, string> = { usd: '$', eur: '€', gbp: '£', jpy: '¥' };

/** `$12.34`, `¥500`: the format of money in Stripe's messages and descriptions. */
export function formatAmount(amount: number, currency: string): string {
  const digits = decimals(currency);
  const text = (Math.abs(amount) / 10 ** digits).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${amount < 0 ? '-' : ''}${SYMBOLS[currency] ?? ''}${text}`;
}
