import { describe, expect, test } from 'vitest';
import { exponentOf, formatMoney, toDecimal } from '@/lib/billing/money';

describe('money is formatted with its provider’s decimals', () => {
  test.each([
    ['stripe', 990_000n, 'HUF', '9900.00'],
    ['dodo', 990_000n, 'HUF', '9900.00'],
    ['stripe', 4400n, 'JPY', '4400'],
    ['dodo', 4400n, 'JPY', '4400'],
    ['stripe', 1_234_560n, 'KWD', '1234.560'],
    ['stripe', 500n, 'ISK', '5.00'],
    ['stripe', 500n, 'UGX', '5.00'],
    ['dodo', 500n, 'UGX', '500'],
    ['stripe', 1000n, 'CLP', '1000'],
    ['dodo', 100_000n, 'CLP', '1000.00'],
    ['stripe', -2900n, 'USD', '-29.00'],
    ['stripe', 9_007_199_254_740_993n, 'USD', '90071992547409.93'],
  ] as const)('%s: %s minor units of %s are %s', (provider, minor, currency, decimal) => {
    expect(toDecimal(minor, currency, provider)).toBe(decimal);
  });

  test('and read the same in any language', () => {
    expect(formatMoney(990_000n, 'HUF')).toBe('HUF 9,900.00'.replace(' ', '\u00a0'));
    expect(formatMoney(2900n, 'USD', 'en-US', { short: true })).toBe('$29');
    expect(formatMoney(2950n, 'USD', 'en-US', { short: true })).toBe('$29.50');
    expect(formatMoney(1000n, 'JPY')).toBe('¥1,000');
  });

  // https://docs.stripe.com/currencies, "Zero-decimal currencies" and "Three-decimal currencies"; UGX is a special case there.
  test('Stripe’s published lists', () => {
    const zero = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ');
    const three = 'BHD JOD KWD OMR TND'.split(' ');
    expect(zero.map((currency) => exponentOf(currency))).toEqual(zero.map(() => 0));
    expect(three.map((currency) => exponentOf(currency))).toEqual(three.map(() => 3));
    expect(['HUF', 'TWD', 'ISK', 'UGX', 'EUR'].map((currency) => exponentOf(currency))).toEqual([2, 2, 2, 2, 2]);
  });
});
