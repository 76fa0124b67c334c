import { MAX_DAYS, type SeriesProblem } from './series';

const SERIES_PROBLEMS: Record<SeriesProblem, string> = {
  empty: 'Add at least one line with a date and a number.',
  'no-day': 'start with a date, such as 2026-11-01.',
  'no-number': 'the number after the date is missing or invalid.',
  twice: 'this date is already on a line above.',
  'too-many': `a report can cover up to ${MAX_DAYS} days.`,
};

/** What is wrong with pasted numbers, with the line; line 0 means the text as a whole. */
export function seriesProblem(line: number, problem: SeriesProblem): string {
  return line === 0 ? SERIES_PROBLEMS[problem] : `Line ${line}: ${SERIES_PROBLEMS[problem]}`;
}

export const planCovers = (included: number, days: number) =>
  `Your plan covers up to ${included} days at a time, and you entered ${days}.`;
