import { describe, expect, test } from 'vitest';
import { boundary, periodAt } from '../src/stripe/periods/calendar';
import { percentOf, share, spread, times } from '../src/stripe/proration/amounts';

const at = (iso: string): number => Date.parse(iso) / 1000;
const day = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);
const monthly = { interval: 'month', interval_count: 1 };
const yearly = { interval: 'year', interval_count: 1 };

describe('Billing dates', () => {
  test('a customer since January 31 is billed on the last day of each month for three years', () => {
    const anchor = at('2026-01-31T10:15:30Z');
    for (let step = 0; step <= 36; step++) {
      const month = step % 12;
      const year = 2026 + Math.floor(step / 12);
      const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
      const expected = new Date(Date.UTC(year, month, Math.min(31, last), 10, 15, 30)).getTime() / 1000;
      expect(boundary(anchor, monthly, step), day(expected)).toBe(expected);
    }
  });

  test('a yearly plan from February 29 renews on February 28 in common years and on the 29th in the next leap year', () => {
    const anchor = at('2028-02-29T00:00:00Z');
    expect([0, 1, 2, 3, 4].map((step) => day(boundary(anchor, yearly, step)))).toEqual([
      '2028-02-29',
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
    ]);
  });

  test('a monthly plan from February 29 keeps the 29th where possible', () => {
    const anchor = at('2028-02-29T23:59:59Z');
    const days = Array.from({ length: 37 }, (_, step) => boundary(anchor, monthly, step));
    expect(days.map((time) => new Date(time * 1000).getUTCDate()).filter((date) => date !== 29)).toEqual([28, 28, 28]);
    expect(days.every((time) => time % 86_400 === 86_399)).toBe(true);
  });

  test('every second belongs to exactly one period, also before the anchor', () => {
    const anchor = at('2026-01-31T00:00:00Z');
    for (const recurrence of [
      monthly,
      yearly,
      { interval: 'week', interval_count: 2 },
      { interval: 'day', interval_count: 1 },
    ]) {
      for (const time of [anchor - 86_400 * 400, anchor - 1, anchor, anchor + 1, anchor + 86_400 * 1000]) {
        const period = periodAt(anchor, recurrence, time);
        expect(period.start).toBeLessThanOrEqual(time);
        expect(period.end).toBeGreaterThan(time);
        expect(periodAt(anchor, recurrence, period.end).start).toBe(period.end);
      }
    }
  });
});

describe('Fractions of an amount', () => {
  test('Stripe’s published example matches to the cent', () => {
    const whole = 1_599_427_688 - 1_596_749_288;
    const left = 1_599_427_688 - 1_598_982_148;
    expect([whole, left]).toEqual([2_678_400, 445_540]);
    expect(-share(1000, left, whole)).toBe(-166);
    expect(share(3252, left, whole)).toBe(541);
  });

  test('a change from $20 to $50 on March 11 costs 3323 and credits 1329', () => {
    const start = at('2026-03-01T00:00:00Z');
    const end = at('2026-04-01T00:00:00Z');
    const left = end - at('2026-03-11T09:30:00Z');
    expect(share(2000, left, end - start)).toBe(1329);
    expect(share(5000, left, end - start)).toBe(3323);
    expect(share(4500, left, end - start)).toBe(2991);
    expect(share(7500, left, end - start)).toBe(4985);
  });

  test('ties are rounded away from zero in both directions', () => {
    expect(share(1, 1, 2)).toBe(1);
    expect(share(-1, 1, 2)).toBe(-1);
    expect(percentOf(2500, 10)).toBe(250);
    expect(percentOf(999, 33.333333)).toBe(333);
  });

  test('fractions of a cent are multiplied before rounding', () => {
    expect(times('0.5', 3)).toBe(2);
    expect(times('12.345', 1000)).toBe(12_345);
    expect(times('2000', 2)).toBe(4000);
  });

  test('a fixed discount is distributed in full, with the remainder on the last line', () => {
    expect(spread(500, [1000, 2000])).toEqual([166, 334]);
    expect(spread(5000, [1000, 2000])).toEqual([1000, 2000]);
    expect(spread(100, [0, 0])).toEqual([0, 0]);
  });
});
