import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthlyRevenue } from '@/lib/billing/ledger/mrr';
import { bridgesOf, movementsOf, type RevenueEntry } from '@/lib/operators/revenue/bridge';
import { endsOf, lastDayOf, readPeriod } from '@/lib/operators/revenue/period';

const day = (text: string) => new Date(`${text}T00:00:00.000Z`);
const paying = {
  status: 'active',
  duplicateOf: null,
  origin: 'checkout',
  interval: 'month',
  intervalCount: 1,
} as const;

describe('monthly revenue', () => {
  test.each([
    ['$9 per month', { amount: 900n }, 900n],
    ['$290 per year', { amount: 29_000n, interval: 'year' }, 2_417n],
    ['$30 per quarter', { amount: 3_000n, intervalCount: 3 }, 1_000n],
    ['$7 per week', { amount: 700n, interval: 'week' }, 3_033n],
    ['$1 per day', { amount: 100n, interval: 'day' }, 3_042n],
    ['a renewal that failed and is still being collected', { amount: 900n, status: 'past_due' }, 900n],
    ['a trial', { amount: 900n, status: 'trialing' }, 0n],
    ['a pause', { amount: 900n, status: 'paused' }, 0n],
    ['one that was marked unpaid', { amount: 900n, status: 'unpaid' }, 0n],
    ['one that ended', { amount: 900n, status: 'ended' }, 0n],
    ['a duplicate that is refunded', { amount: 900n, duplicateOf: 'first' }, 0n],
    ['one that sells nothing of ours', { amount: 900n, origin: 'foreign' }, 0n],
  ] as const)('of %s', (_, contract, expected) => {
    expect(monthlyRevenue({ ...paying, ...contract })).toBe(expected);
  });
});

const entry = (workspaceId: string, at: string, amount: bigint, currency = 'USD'): RevenueEntry => ({
  ...{ workspaceId, currency, at: day(at), amount },
});

describe('the bridge of a month', () => {
  test('names what each customer did: joined, returned, paid more, paid less, left', () => {
    const entries = [
      entry('new', '2026-11-05', 900n),
      ...[entry('back', '2026-08-01', 900n), entry('back', '2026-09-01', -900n), entry('back', '2026-11-02', 900n)],
      ...[entry('more', '2026-08-01', 900n), entry('more', '2026-11-20', 2_000n)],
      ...[entry('less', '2026-08-01', 2_900n), entry('less', '2026-11-20', -2_000n)],
      ...[entry('gone', '2026-08-01', 900n), entry('gone', '2026-11-30', -900n)],
      ...[entry('visitor', '2026-11-03', 900n), entry('visitor', '2026-11-04', -900n)],
      entry('later', '2026-12-01', 900n),
    ];
    const movements = movementsOf(entries, day('2026-11-01'), day('2026-12-01'));
    expect(movements.map(({ workspaceId, term, amount }) => [workspaceId, term, amount])).toEqual([
      ['new', 'new', 900n],
      ['back', 'reactivation', 900n],
      ['more', 'expansion', 2_000n],
      ['less', 'contraction', -2_000n],
      ['gone', 'churn', -900n],
    ]);
    const [bridge] = bridgesOf(new Map([['USD', 4_700n]]), movements);
    expect(bridge).toMatchObject({ currency: 'USD', start: 4_700n, end: 5_600n, terms: { churn: { customers: 1 } } });
  });

  test('a customer who moves to another currency leaves in one and returns in the other', () => {
    const entries = [
      entry('mover', '2026-08-01', 900n),
      ...[entry('mover', '2026-11-10', -900n), entry('mover', '2026-11-10', 800n, 'EUR')],
    ];
    expect(movementsOf(entries, day('2026-11-01'), day('2026-12-01'))).toMatchObject([
      { currency: 'EUR', term: 'reactivation', amount: 800n },
      { currency: 'USD', term: 'churn', amount: -900n },
    ]);
  });
});

/** Random lives of customers: what each pays per month from some day on, in one of two currencies. */
const lives = fc.array(
  fc.record({
    workspaceId: fc.constantFrom('ada', 'ben', 'cleo', 'dan'),
    currency: fc.constantFrom('USD', 'EUR'),
    day: fc.integer({ min: 0, max: 120 }),
    pays: fc.bigInt({ min: 0n, max: 5_000n }),
  }),
  { maxLength: 60 },
);

function entriesOf(
  life: readonly { workspaceId: string; currency: string; day: number; pays: bigint }[],
): RevenueEntry[] {
  const paid = new Map<string, bigint>();
  return [...life]
    .sort((a, b) => a.day - b.day)
    .flatMap(({ workspaceId, currency, day: at, pays }) => {
      const key = `${workspaceId} ${currency}`;
      const amount = pays - (paid.get(key) ?? 0n);
      paid.set(key, pays);
      return amount === 0n ? [] : [{ workspaceId, currency, amount, at: new Date(Date.UTC(2026, 0, 1 + at)) }];
    });
}

const sums = (entries: readonly RevenueEntry[], before: Date) => {
  const totals = new Map<string, bigint>();
  for (const { currency, amount, at } of entries)
    if (at < before) totals.set(currency, (totals.get(currency) ?? 0n) + amount);
  return totals;
};

test('over any lives of customers, every bridge sums to the cent, and bridges of parts add up to the whole', () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 }), (life, start, length) => {
      const entries = entriesOf(life);
      const [from, to] = [new Date(Date.UTC(2026, 0, 1 + start)), new Date(Date.UTC(2026, 0, 1 + start + length))];
      const movements = movementsOf(entries, from, to);
      const ends = sums(entries, to);
      for (const { currency, start: begin, terms, end } of bridgesOf(sums(entries, from), movements)) {
        const moved = Object.values(terms).reduce((sum, { amount }) => sum + amount, 0n);
        expect(begin + moved).toBe(end);
        expect(end).toBe(ends.get(currency) ?? 0n);
        expect(terms.new.amount >= 0n && terms.churn.amount <= 0n && terms.contraction.amount <= 0n).toBe(true);
      }
      const middle = new Date((from.getTime() + to.getTime()) / 2);
      const parts = [...movementsOf(entries, from, middle), ...movementsOf(entries, middle, to)];
      const amounts = (rows: typeof parts) => rows.reduce((sum, { amount }) => sum + amount, 0n);
      expect(amounts(parts)).toBe(amounts(movements));
    }),
    { numRuns: 1_000 },
  );
});

test('a past period computed again later is the same, whatever has happened since', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const entries = entriesOf(life);
      const [from, to] = [new Date(Date.UTC(2026, 1, 1)), new Date(Date.UTC(2026, 2, 1))];
      const known = entries.filter(({ at }) => at < to);
      expect(movementsOf(entries, from, to)).toEqual(movementsOf(known, from, to));
    }),
  );
});

describe('the period of a report', () => {
  const now = new Date('2026-11-28T22:50:00.000Z');

  test('is the current month so far, until someone chooses dates', () => {
    expect(readPeriod(undefined, undefined, now)).toEqual({ from: day('2026-11-01'), to: day('2026-11-29') });
    expect(readPeriod('2026-01-01', '2026-01-31', now)).toEqual({ from: day('2026-01-01'), to: day('2026-02-01') });
  });

  test.each([
    ['2026-02-30', undefined],
    ['yesterday', '2026-11-28'],
    ['2026-12-24', '2026-12-01'],
    ['1900-01-01', '2026-01-01'],
  ])('from %s to %s is invalid, and the month is shown instead', (from, to) => {
    expect(readPeriod(from, to, now)).toEqual(readPeriod(undefined, undefined, now));
  });

  test('ends with its last step, even when that is not over', () => {
    const november = readPeriod(undefined, undefined, now);
    expect(endsOf(november, 'week').map(lastDayOf)).toEqual([
      ...['2026-11-01', '2026-11-08', '2026-11-15', '2026-11-22', '2026-11-28'],
    ]);
    expect(endsOf(readPeriod('2026-10-15', '2026-12-31', now), 'month').map(lastDayOf)).toEqual([
      ...['2026-10-31', '2026-11-30', '2026-12-31'],
    ]);
    expect(endsOf(november, 'day')).toHaveLength(28);
  });
});
