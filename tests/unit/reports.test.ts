import { describe, expect, it } from 'vitest';
import { includedDays } from '@/lib/reports/allowance';
import { toCsv } from '@/lib/reports/csv';
import { buildReport } from '@/lib/reports/report';
import { parseSeries } from '@/lib/reports/series';

const week = (values: readonly number[], from = 1) =>
  values.map((value, index) => ({ day: `2026-11-${String(from + index).padStart(2, '0')}`, value }));

describe('parsing pasted text', () => {
  it('accepts commas, semicolons, tabs, a heading, and any order', () => {
    const text = 'day, count\n2026-11-02;5\n\n2026-11-01,\t4.5\r\n2026-11-03 6';
    expect(parseSeries(text)).toEqual({
      counts: [
        { day: '2026-11-01', value: 4.5 },
        { day: '2026-11-02', value: 5 },
        { day: '2026-11-03', value: 6 },
      ],
    });
  });

  it.each([
    ['2026-11-01, 4\n2026-11-31, 5', 2, 'no-day'],
    ['2026-11-01, 4\nyesterday 5', 2, 'no-day'],
    ['2026-11-01, 4\ntotal', 2, 'no-day'],
    ['2026-11-01, many', 1, 'no-number'],
    ['2026-11-01, -4', 1, 'no-number'],
    ['2026-11-01, 1e400', 1, 'no-number'],
    ['2026-11-01, =1+1', 1, 'no-number'],
    ['2026-11-01, 4 5', 1, 'no-number'],
    ['2026-11-01, 4,', 1, 'no-number'],
    [`${','.repeat(19_996)} a b`, 0, 'empty'],
    [`2026-11-01${','.repeat(9_000)} ${'\t'.repeat(9_000)} a b`, 1, 'no-number'],
    ['2026-11-01, 4\n2026-11-01, 4', 2, 'twice'],
    ['', 0, 'empty'],
    ['day, count', 0, 'empty'],
  ])('names the first invalid line of %j', (text, line, problem) => {
    expect(parseSeries(text)).toEqual({ error: { line, problem } });
  });

  it('accepts a leap year and not a day more', () => {
    const lines = (days: number) =>
      Array.from(
        { length: days },
        (_, index) => `${new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10)} 1`,
      );
    expect(parseSeries(lines(366).join('\n'))).toHaveProperty('counts.length', 366);
    expect(parseSeries(lines(367).join('\n'))).toEqual({ error: { line: 367, problem: 'too-many' } });
  });
});

describe('the report', () => {
  it('adds up, finds the busiest and the quietest day, and compares two weeks', () => {
    const report = buildReport([...week([1, 2, 3, 4, 5, 6, 7]), ...week([2, 4, 6, 8, 10, 12, 14], 8)]);
    expect(report).toMatchObject({
      total: 84,
      average: 6,
      busiest: { day: '2026-11-14', value: 14 },
      quietest: { day: '2026-11-01', value: 1 },
      change: 1,
    });
    const sums = report.days.slice(6).map(({ trend }) => Math.round((trend ?? 0) * 7));
    expect(sums).toEqual([28, 29, 31, 34, 38, 43, 49, 56]);
    expect(report.days.slice(0, 6).every(({ trend }) => trend === null)).toBe(true);
  });

  it('compares nothing with less than two weeks, or with a week of zeros', () => {
    expect(buildReport(week([1, 2, 3])).change).toBeNull();
    expect(buildReport([...week([0, 0, 0, 0, 0, 0, 0]), ...week([1, 1, 1, 1, 1, 1, 1], 8)]).change).toBeNull();
  });

  it('is a file that a spreadsheet opens, with no cell that could be a formula', () => {
    const csv = toCsv(buildReport(week([1, 2, 3, 4, 5, 6, 7])));
    expect(csv.split('\r\n').slice(-3)).toEqual(['2026-11-06,6,', '2026-11-07,7,4.00', '']);
    expect(csv).not.toMatch(/[=+@]/);
  });
});

describe('how many days a plan includes', () => {
  it('is the free plan’s limit as soon as the paid one is not fully open', () => {
    expect(includedDays({ plan: 'pro', level: 'full' })).toBe(31);
    expect(includedDays({ plan: 'pro', level: 'read_only' })).toBe(7);
    expect(includedDays({ plan: 'starter', level: 'none' })).toBe(7);
  });
});
