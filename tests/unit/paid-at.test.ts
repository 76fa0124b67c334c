import { describe, expect, test } from 'vitest';
import { paidAtOf } from '@/lib/billing/ledger/paid-at';

const BEGUN = new Date('2026-01-10T10:00:00Z');
const minutesAfter = (minutes: number) => new Date(BEGUN.getTime() + minutes * 60_000);
const DAYS = 24 * 60;
const waiting = { status: 'processing', paidAt: null } as const;
const arrived = { status: 'succeeded', createdAt: BEGUN, paidAt: null } as const;

describe('money whose arrival the provider doesn’t date', () => {
  test('counts from the time we saw it arrive, after it had been waiting', () => {
    expect(paidAtOf(waiting, arrived, minutesAfter(5 * DAYS))).toEqual(minutesAfter(5 * DAYS));
    expect(paidAtOf({ status: 'failed', paidAt: null }, arrived, minutesAfter(5 * DAYS))).toEqual(
      minutesAfter(5 * DAYS),
    );
  });

  test('keeps that time, however often it is looked at', () => {
    const known = { status: 'succeeded', paidAt: minutesAfter(5 * DAYS) } as const;
    expect(paidAtOf(known, arrived, minutesAfter(9 * DAYS))).toEqual(known.paidAt);
  });

  test('counts from its beginning if a card paid within the hour, or if we never saw it wait', () => {
    expect(paidAtOf(waiting, arrived, minutesAfter(3))).toEqual(BEGUN);
    expect(paidAtOf(null, arrived, minutesAfter(9 * DAYS))).toEqual(BEGUN);
  });
});

test('the provider’s own time counts, and money that has not arrived has none', () => {
  const said = minutesAfter(3 * DAYS);
  expect(paidAtOf(waiting, { ...arrived, paidAt: said }, minutesAfter(4 * DAYS))).toEqual(said);
  const wrong = { status: 'succeeded', paidAt: BEGUN } as const;
  expect(paidAtOf(wrong, { ...arrived, paidAt: said }, minutesAfter(9 * DAYS))).toEqual(said);
  expect(paidAtOf(waiting, { ...arrived, status: 'processing' }, minutesAfter(1))).toBeNull();
});
