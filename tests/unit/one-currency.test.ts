import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RateTable } from '@/config/rates';
import { byTerm, TERMS } from '@/lib/operators/revenue/bridge';
import { inOneCurrency } from '@/lib/operators/revenue/one-currency';
import type { CurrencyRevenue } from '@/lib/operators/revenue/report';

const TABLE: RateTable = { currency: 'USD', asOf: '2026-11-01', rates: { EUR: '1.1', JPY: '0.0067' } };

const NO_CUSTOMERS = { customers: 0, moved: byTerm(() => 0) };

function revenueIn(currency: string, start: bigint, won: bigint, lost = 0n): CurrencyRevenue {
  const none = { amount: 0n, customers: 0 };
  const terms = { new: { amount: won, customers: 2 }, reactivation: none, expansion: none, contraction: none };
  const end = start + won - lost;
  return {
    ...{ currency, start, end, arr: end * 12n, customers: 3 },
    terms: { ...terms, churn: { amount: -lost, customers: 1 } },
    net: { currency, gross: won, tax: 0n, refunds: lost, disputes: 0n, net: won - lost },
    series: [
      { day: '2026-11-01', mrr: start },
      { day: '2026-11-30', mrr: end },
    ],
  };
}

test('all currencies are converted to one, each by its rate and its own minor units', () => {
  const { revenue, missing } = inOneCurrency(
    [revenueIn('USD', 1000n, 500n), revenueIn('EUR', 1000n, 0n), revenueIn('JPY', 10_000n, 0n)],
    TABLE,
    { ...NO_CUSTOMERS, customers: 9 },
  );
  // $10.00 + €10.00 at 1.1 + ¥10,000 at 0.0067 = $10.00 + $11.00 + $67.00
  expect(revenue).toMatchObject({ currency: 'USD', start: 8800n, end: 9300n, arr: 111_600n, customers: 9 });
  expect(revenue.net).toMatchObject({ gross: 500n, net: 500n });
  expect(revenue.series).toEqual([
    { day: '2026-11-01', mrr: 8800n },
    { day: '2026-11-30', mrr: 9300n },
  ]);
  expect(missing).toEqual([]);
});

test('a currency without a rate is named and left out', () => {
  const { revenue, missing } = inOneCurrency(
    [revenueIn('USD', 1000n, 0n), revenueIn('GBP', 9000n, 0n)],
    TABLE,
    NO_CUSTOMERS,
  );
  expect(revenue).toMatchObject({ start: 1000n });
  expect(missing).toEqual(['GBP']);
});

test('figures are rounded once, half away from zero', () => {
  const table: RateTable = { ...TABLE, rates: { EUR: '0.5' } };
  expect(inOneCurrency([revenueIn('EUR', 1n, 0n, 3n)], table, NO_CUSTOMERS).revenue).toMatchObject({
    ...{ start: 1n, terms: { churn: { amount: -2n } } },
  });
});

test('whatever the rates, the bridge adds up to the cent', () => {
  const amount = fc.bigInt({ min: 0n, max: 10_000_000n });
  const rate = fc.integer({ min: 1, max: 9_999_999 }).map((digits): `${number}` => `${digits / 1000}`);
  fc.assert(
    fc.property(amount, amount, amount, rate, rate, (start, won, lost, euro, yen) => {
      const given = [revenueIn('EUR', start, won, lost), revenueIn('JPY', won, lost, start)];
      const { revenue } = inOneCurrency(given, { ...TABLE, rates: { EUR: euro, JPY: yen } }, NO_CUSTOMERS);
      expect(TERMS.reduce((sum, term) => sum + revenue.terms[term].amount, revenue.start)).toBe(revenue.end);
      expect(revenue.series.at(-1)?.mrr).toBe(revenue.end);
    }),
  );
});

test('a customer who moved in two currencies is one customer of that term', () => {
  const people = { customers: 2, moved: { ...NO_CUSTOMERS.moved, new: 2 } };
  const { revenue } = inOneCurrency([revenueIn('USD', 0n, 1n), revenueIn('EUR', 0n, 1n)], TABLE, people);
  expect(revenue).toMatchObject({ customers: 2, terms: { new: { customers: 2 }, churn: { customers: 0 } } });
});
