import type { Count } from './series';

export interface ReportDay extends Count {
  /** Average of this day and the six before it; null until there are seven. */
  readonly trend: number | null;
}

export interface Report {
  readonly days: readonly ReportDay[];
  readonly total: number;
  /** Average per entered day. */
  readonly average: number;
  readonly busiest: Count;
  readonly quietest: Count;
  /** Last seven days compared with the seven before, as a ratio (0.25 is +25%); null with nothing to compare. */
  readonly change: number | null;
}

const WEEK = 7;

/** Builds a report from counts in chronological order. Throws RangeError when there are none. */
export function buildReport(counts: readonly Count[]): Report {
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
