import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CURRENCIES, formatMoney, isCurrency, toDecimal } from '@/lib/billing/money';
import { sourcesIn } from '../../fixtures/sources';

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);
const amounts = fc.bigInt({ min: -LARGEST * 1000n, max: LARGEST * 1000n });
const EXPONENTS = { JPY: 0, USD: 2, KWD: 3 };

test('check 72: an amount is shown to its last digit, in currencies with zero, two, and three decimals', () => {
  fc.assert(
    fc.property(amounts, fc.constantFrom('JPY', 'USD', 'KWD'), (minor, currency) => {
      const text = toDecimal(minor, currency);
      const [, fraction = ''] = text.split('.');
      expect(fraction).toHaveLength(EXPONENTS[currency]);
      expect(BigInt(text.replace('.', ''))).toBe(minor);
      const digits = formatMoney(minor, currency).replace(/\D/g, '');
      expect(BigInt(digits)).toBe(minor < 0n ? -minor : minor);
    }),
    { numRuns: 2000 },
  );
  expect(toDecimal(LARGEST, 'USD')).toBe('90071992547409.91');
  expect(formatMoney(-1n, 'USD')).toBe('-$0.01');
  expect(formatMoney(1n, 'KWD')).toContain('0.001');
  expect(formatMoney(4400n, 'JPY')).toBe('¥4,400');
});

test('check 72: a short amount loses its zeros, and nothing but zeros', () => {
  const short = (minor: bigint, currency: string) => formatMoney(minor, currency, 'en-US', { short: true });
  expect([short(2900n, 'USD'), short(2950n, 'USD'), short(0n, 'USD')]).toEqual(['$29', '$29.50', '$0']);
  expect([short(4400n, 'JPY'), formatMoney(2900n, 'USD')]).toEqual(['¥4,400', '$29.00']);
  expect(CURRENCIES.filter((currency) => !isCurrency(currency))).toEqual([]);
  expect(['XXX', 'usd', ''].map(isCurrency)).toEqual([false, false, false]);
});

test('check 72: money is never divided or rounded as a floating-point number', () => {
  const files = sourcesIn('app', 'components', 'lib').filter(({ path }) => !/reports/.test(path));
  const drifting = files.filter(({ text }) => /toFixed\(|\/\s*100\b|parseFloat/.test(text)).map(({ path }) => path);
  // A coupon's percentage comes from Stripe as a decimal; its share is rounded once, to a minor unit, as Stripe does.
  expect(drifting).toEqual(['lib/billing/providers/stripe/discounts.ts']);
});
