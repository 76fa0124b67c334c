/** Currencies on offer, ISO 4217. */
export const CURRENCIES = ['USD', 'EUR', 'JPY'] as const;
export type Currency = (typeof CURRENCIES)[number];

export function isCurrency(value: string): value is Currency {
  return CURRENCIES.some((currency) => currency === value);
}

/** Digits after the point in a currency's minor unit, by ISO 4217 as this runtime's Intl knows it. */
export function exponentOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** A decimal string of an amount in minor units, exact for any size: 2900n USD is "29.00", 4400n JPY is "4400". */
export function toDecimal(minor: bigint, currency: string): `${number}` {
  const exponent = exponentOf(currency);
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  // The pieces are digits by construction, which the template type cannot see.
  return `${sign}${whole}${fraction}` as `${number}`;
}

/** An amount in minor units for a reader. Whole amounts lose their zeros when `short` is set. Used at the edge only. */
export function formatMoney(minor: bigint, currency: string, locale = 'en-US', short = false): string {
  const whole = minor % 10n ** BigInt(exponentOf(currency)) === 0n;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    ...(short && whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
  }).format(toDecimal(minor, currency));
}
