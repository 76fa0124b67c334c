import type { Count } from './series';

/** A day as the report draws it. */
export interface ReportDay extends Count {
  /** Mean of this day and the six counted before it; null until there are seven. */
  readonly trend: number | null;
}

export interface Report {
  readonly days: readonly ReportDay[];
  readonly total: number;
  /** Mean of the days that were counted. */
  readonly average: number;
  readonly busiest: Count;
  readonly quietest: Count;
  /** The last seven days against the seven before, as a ratio (0.25 is a quarter more); null when there is nothing to compare. */
  readonly change: number | null;
}

const WEEK = 7;

/** Works a report out of counts in the order of their days. Needs at least one. */
export function reportOn(counts: readonly Count[]): Report {
  const [first, ...rest] = counts;
  if (first === undefined) throw new RangeError('A report needs at least one day');
  const total = sum(counts);
  const before = sum(counts.slice(-2 * WEEK, -WEEK));
  const comparable = counts.length >= 2 * WEEK && before > 0;
  return {
    days: counts.map((count, index) => ({
      ...count,
      trend: index < WEEK - 1 ? null : sum(counts.slice(index - WEEK + 1, index + 1)) / WEEK,
    })),
    total,
    average: total / counts.length,
    busiest: rest.reduce((best, count) => (count.value > best.value ? count : best), first),
    quietest: rest.reduce((best, count) => (count.value < best.value ? count : best), first),
    change: comparable ? sum(counts.slice(-WEEK)) / before - 1 : null,
  };
}

function sum(counts: readonly Count[]): number {
  return counts.reduce((total, { value }) => total + value, 0);
}
