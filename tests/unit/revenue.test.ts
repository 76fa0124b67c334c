import { describe, expect, test } from 'vitest';
import { monthlyRevenue } from '@/lib/billing/ledger/mrr';
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
