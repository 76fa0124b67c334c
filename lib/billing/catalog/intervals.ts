/**
 * How often a plan may be charged, shortest first. `unit` and `count` are what providers get, `perYear` compares
 * prices, and `adverb` is part of a product's name.
 */
export const INTERVALS = {
  week: { unit: 'week', count: 1, perYear: 52n, days: 7, adverb: 'weekly' },
  month: { unit: 'month', count: 1, perYear: 12n, days: 30, adverb: 'monthly' },
  quarter: { unit: 'month', count: 3, perYear: 4n, days: 91, adverb: 'quarterly' },
  year: { unit: 'year', count: 1, perYear: 1n, days: 365, adverb: 'yearly' },
} as const;

export type Interval = keyof typeof INTERVALS;

/** Every interval, shortest first. */
export const INTERVAL_KEYS = ['week', 'month', 'quarter', 'year'] as const satisfies readonly Interval[];

/** Whether the first is the longer one. */
export function isLonger(interval: Interval, than: Interval): boolean {
  return INTERVALS[interval].days > INTERVALS[than].days;
}
