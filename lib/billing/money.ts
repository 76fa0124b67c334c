import { CATALOG } from '@/config/plans';
import { numberFormat } from '../intl';
import type { Provider } from './types';

/** Currencies on offer, ISO 4217. */
export const CURRENCIES = CATALOG.currencies;
export type Currency = (typeof CURRENCIES)[number];
export const DEFAULT_CURRENCY: Currency = CURRENCIES[0];

export function isCurrency(value: string): value is Currency {
  return CURRENCIES.some((currency) => currency === value);
}

const ZERO_DECIMAL = new Set([
  'BIF',
  'CLP',
  'DJF',
  'GNF',
  'JPY',
  'KMF',
  'KRW',
  'MGA',
  'PYG',
  'RWF',
  'VND',
  'VUV',
  'XAF',
  'XOF',
  'XPF',
]);
const THREE_DECIMAL = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

/** Where Dodo Payments counts otherwise: docs.dodopayments.com/features/adaptive-currency. */
const AT_DODO: Readonly<Record<string, number>> = { CLP: 2, MGA: 2, UGX: 0 };

/**
 * Digits after the point in a provider's amounts, by the provider's own list and not the reader's locale: Stripe's
 * (docs.stripe.com/currencies, where ISK and UGX count as two), and what differs at Dodo Payments.
 */
export function exponentOf(currency: string, provider: Provider = 'stripe'): number {
  if (provider === 'dodo' && Object.hasOwn(AT_DODO, currency)) return AT_DODO[currency] ?? 2;
  return ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;
}

/**
 * An amount of the catalog, whose minor units are Stripe's, in a provider's. Raises `RangeError` where the provider has
 * too few digits for it.
 */
export function inUnitsOf(provider: Provider, minor: bigint, currency: string): bigint {
  const digits = exponentOf(currency, provider) - exponentOf(currency);
  if (digits >= 0) return minor * 10n ** BigInt(digits);
  const unit = 10n ** BigInt(-digits);
  if (minor % unit !== 0n) throw new RangeError(`${provider} can't charge ${toDecimal(minor, currency)} ${currency}`);
  return minor / unit;
}

/** A decimal string of an amount in minor units, exact for any size: 2900n USD is "29.00", 4400n JPY is "4400". */
export function toDecimal(minor: bigint, currency: string, provider?: Provider): `${number}` {
  const exponent = exponentOf(currency, provider);
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  // The pieces are digits by construction, which the template type cannot see.
  return `${sign}${whole}${fraction}` as `${number}`;
}

/** Minor units of a typed decimal amount such as "5" or "5.00"; null for anything else or more decimals than there are. */
export function fromDecimal(text: string, currency: string, provider?: Provider): bigint | null {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const exponent = exponentOf(currency, provider);
  if (whole === undefined || fraction.length > exponent) return null;
  return BigInt(whole + fraction.padEnd(exponent, '0'));
}

/** How an amount is written. */
export interface MoneyFormat {
  /** Whole amounts lose their zeros. */
  readonly short?: boolean;
  /** Whose amount it is: providers count some currencies differently. */
  readonly provider?: Provider;
}

/** An amount in minor units for a reader, with as many decimals as its provider counts. Used at the edge only. */
export function formatMoney(
  minor: bigint,
  currency: string,
  locale = 'en-US',
  { short = false, provider = 'stripe' }: MoneyFormat = {},
): string {
  const exponent = exponentOf(currency, provider);
  const whole = minor % 10n ** BigInt(exponent) === 0n;
  const decimals = short && whole ? 0 : exponent;
  return numberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(toDecimal(minor, currency, provider));
}
