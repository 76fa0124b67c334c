import type { SeriesProblem } from '@/lib/reports/series';

export const REPORT = {
  total: 'Total',
  average: 'Average a day',
  busiest: 'Busiest day',
  quietest: 'Quietest day',
  change: 'Last 7 days against the 7 before',
  noChange: 'Needs 14 days',
  chart: (from: string, to: string, total: string) =>
    `Bar chart of the daily numbers from ${from} to ${to}, ${total} in total, with a line for the weekly average.`,
  numbers: 'The numbers behind the chart',
  day: 'Day',
  count: 'Count',
  trend: 'Weekly average',
  legendBars: 'Each day',
  legendTrend: 'Weekly average',
} as const;

export const SERIES_PROBLEMS: Record<SeriesProblem, string> = {
  empty: 'Add at least one line with a day and a number.',
  'no-day': 'it should begin with a day such as 2026-11-01.',
  'no-number': 'the number after the day is missing or cannot be read.',
  twice: 'this day is already in a line above.',
  'too-many': 'a report covers at most 366 days.',
};

/** The problem as a sentence that names the line. */
export function seriesProblem(line: number, problem: SeriesProblem): string {
  return line === 0 ? SERIES_PROBLEMS[problem] : `Line ${line}: ${SERIES_PROBLEMS[problem]}`;
}
