import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RateTable } from '@/config/rates';
import { byTerm, TERMS } from '@/lib/operators/revenue/bridge';
import { movementsCsv } from '@/lib/operators/revenue/csv';
import { customersOf } from '@/lib/operators/revenue/customers';
import { movedIn, peopleIn } from '@/lib/operators/revenue/load';
import { type Movement, movementPages, PAGE } from '@/lib/operators/revenue/movements';
import type { Period } from '@/lib/operators/revenue/period';
import { revenueReport } from '@/lib/operators/revenue/report';
import { writeLedger } from '../fixtures/revenue-ledger';
import { bridgesIn, distinct, movementsIn, payingIn, type RevenueEntry } from '../fixtures/revenue-reference';

const day = (text: string) => new Date(`${text}T00:00:00.000Z`);
const NOVEMBER = { from: day('2026-11-01'), to: day('2026-12-01') };
const RATES: RateTable = { currency: 'USD', asOf: '2026-11-01', rates: { EUR: '1.1' } };

const entry = (workspaceId: string, at: string, amount: bigint, currency = 'USD'): RevenueEntry => ({
  ...{ workspaceId, currency, at: day(at), amount },
});

async function allMovements(period: Period): Promise<Movement[]> {
  const found: Movement[] = [];
  for await (const page of movementPages(period)) found.push(...page);
  return found;
}

test('the bridge of a month names what each customer did: joined, returned, paid more, paid less, left', async () => {
  await writeLedger([
    entry('new', '2026-11-05', 900n),
    ...[entry('back', '2026-08-01', 900n), entry('back', '2026-09-01', -900n), entry('back', '2026-11-02', 900n)],
    ...[entry('more', '2026-08-01', 900n), entry('more', '2026-11-20', 2_000n)],
    ...[entry('less', '2026-08-01', 2_900n), entry('less', '2026-11-20', -2_000n)],
    ...[entry('gone', '2026-08-01', 900n), entry('gone', '2026-11-30', -900n)],
    ...[entry('visitor', '2026-11-03', 900n), entry('visitor', '2026-11-04', -900n)],
    entry('later', '2026-12-01', 900n),
  ]);
  const moved = await allMovements(NOVEMBER);
  expect(moved.map(({ workspaceId, term, amount }) => [workspaceId, term, amount])).toEqual([
    ['back', 'reactivation', 900n],
    ['gone', 'churn', -900n],
    ['less', 'contraction', -2_000n],
    ['more', 'expansion', 2_000n],
    ['new', 'new', 900n],
  ]);
  const { currencies } = await revenueReport(NOVEMBER, 'month');
  expect(currencies).toMatchObject([
    { currency: 'USD', start: 4_700n, end: 5_600n, customers: 4, terms: { churn: { amount: -900n, customers: 1 } } },
  ]);
});

test('a customer who moves to another currency leaves in one and returns in the other', async () => {
  await writeLedger([
    entry('mover', '2026-08-01', 900n),
    ...[entry('mover', '2026-11-10', -900n), entry('mover', '2026-11-10', 800n, 'EUR')],
  ]);
  expect(await allMovements(NOVEMBER)).toMatchObject([
    { currency: 'EUR', term: 'reactivation', amount: 800n },
    { currency: 'USD', term: 'churn', amount: -900n },
  ]);
});

test('entries of one moment count together: what is undone in the same moment was never paid', async () => {
  await writeLedger([
    ...[entry('swift', '2026-08-01', 900n), entry('swift', '2026-08-01', -900n), entry('swift', '2026-11-02', 900n)],
  ]);
  expect(await allMovements(NOVEMBER)).toMatchObject([{ term: 'new', amount: 900n }]);
});

/** Any entries: also many of one moment, of the period's first and last moments, and beyond what a bigint adds up to. */
const entries = fc.array(
  fc.record({
    workspaceId: fc.constantFrom('ada', 'ben', 'cleo'),
    currency: fc.constantFrom('USD', 'EUR', 'GBP'),
    at: fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-1, 0, 1))
      .map(([days, ms]) => new Date(day('2026-11-15').getTime() + days * 86_400_000 + ms)),
    amount: fc.oneof(
      fc.bigInt({ min: -3n, max: 3n }).map((few) => few * 900n),
      fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n)),
    ),
  }),
  { maxLength: 30 },
);
const period = fc
  .tuple(fc.integer({ min: 12, max: 15 }), fc.integer({ min: 1, max: 3 }))
  .map(([first, days]) => ({ from: day(`2026-11-${first}`), to: day(`2026-11-${first + days}`) }));

test('whatever is in the ledger, PostgreSQL computes what adding up entry by entry says', async () => {
  const size = (amount: bigint) => (amount < 0n ? -amount : amount);
  await fc.assert(
    fc.asyncProperty(entries, entries, period, async (known, ofAnotherMode, within) => {
      await writeLedger(known);
      await writeLedger(ofAnotherMode, 'live');
      const movements = movementsIn(known, within);
      expect(await allMovements(within)).toEqual(movements);
      const { currencies, sum } = await revenueReport(within, 'day', RATES);
      expect(currencies.map(({ arr, net, series, ...bridge }) => bridge)).toEqual(bridgesIn(known, within));
      for (const { start, terms, end, series } of currencies) {
        expect(TERMS.reduce((total, term) => total + terms[term].amount, start)).toBe(end);
        expect(series.at(-1)?.mrr).toBe(end);
      }
      const rated = movements.filter(({ currency }) => currency !== 'GBP');
      expect(sum?.revenue.customers).toBe(payingIn(known, ['USD', 'EUR'], within).length);
      expect(byTerm((term) => sum?.revenue.terms[term].customers)).toEqual(
        byTerm(
          (term) =>
            distinct(
              rated.filter((one) => one.term === term),
              'workspaceId',
            ).length,
        ),
      );
      for (const term of TERMS) {
        const own = movements.filter((one) => one.term === term && one.currency === 'USD');
        const largest = own.sort((a, b) => Number(size(b.amount) - size(a.amount)));
        expect(await customersOf(within, term, 'USD')).toEqual(
          largest.map(({ workspaceId, amount }) => ({ id: workspaceId, email: null, amount })),
        );
      }
    }),
    { numRuns: 200 },
  );
});

test('however many customers moved, the app holds a few sums, or a page of them', async () => {
  const customers = Array.from({ length: 2 * PAGE + 1 }, (_, index) => `customer-${index}`);
  await writeLedger(customers.map((id) => entry(id, '2026-11-05', 900n)));
  expect(await movedIn(NOVEMBER)).toEqual([
    { currency: 'USD', term: 'new', start: 0n, amount: 900n * BigInt(customers.length), customers: 2001, paying: 2001 },
  ]);
  expect(await peopleIn(['USD', 'EUR'], NOVEMBER)).toMatchObject({ customers: 2001, moved: { new: 2001, churn: 0 } });
  const sizes: number[] = [];
  for await (const page of movementPages(NOVEMBER)) sizes.push(page.length);
  expect(sizes).toEqual([PAGE, PAGE, 1]);
  let csv = '';
  for await (const text of movementsCsv(NOVEMBER)) csv += text;
  expect(csv).toBe(
    ['customer,currency,term,mrr', ...customers.sort().map((id) => `${id},USD,new,9.00`), ''].join('\r\n'),
  );
});
