/** One day and what was counted on it. `day` is `YYYY-MM-DD`, a calendar day without a time zone. */
export interface Count {
  readonly day: string;
  readonly value: number;
}

export type SeriesProblem = 'empty' | 'no-day' | 'no-number' | 'twice' | 'too-many';

/** The first line that cannot be read, counted from 1; line 0 means the text as a whole. */
export interface SeriesError {
  readonly line: number;
  readonly problem: SeriesProblem;
}

export type Series = { readonly counts: readonly Count[] } | { readonly error: SeriesError };

/** The longest series anyone may send: a leap year. */
export const MAX_DAYS = 366;
/** Characters; far more than a year of lines needs. */
export const MAX_TEXT = 20_000;

const LINE = /^(\S+?)[\s,;]+(\S+)$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads lines of a day and a number, such as `2026-11-01, 120`, separated by comma, semicolon or spaces.
 * Empty lines are skipped, the order does not matter, and the first line may be a heading.
 */
export function readSeries(text: string): Series {
  const byDay = new Map<string, number>();
  const lines = text.split(/\r?\n/);
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const [, day = '', number = ''] = LINE.exec(line) ?? [];
    if (!isDay(day)) {
      if (byDay.size === 0 && !/\d/.test(line)) continue;
      return wrong(index, 'no-day');
    }
    const value = /^\d+(\.\d+)?$/.test(number) ? Number(number) : Number.NaN;
    if (!(value <= Number.MAX_SAFE_INTEGER)) return wrong(index, 'no-number');
    if (byDay.has(day)) return wrong(index, 'twice');
    byDay.set(day, value);
    if (byDay.size > MAX_DAYS) return wrong(index, 'too-many');
  }
  if (byDay.size === 0) return { error: { line: 0, problem: 'empty' } };
  const counts = [...byDay].map(([day, value]) => ({ day, value }));
  return { counts: counts.sort((a, b) => (a.day < b.day ? -1 : 1)) };
}

function wrong(index: number, problem: SeriesProblem): Series {
  return { error: { line: index + 1, problem } };
}

/** True for a day that exists: not the 30th of February. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
