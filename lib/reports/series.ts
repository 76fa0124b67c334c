/** A number for a calendar day (`YYYY-MM-DD`, without a time zone). */
export interface Count {
  readonly day: string;
  readonly value: number;
}

export type SeriesProblem = 'empty' | 'no-day' | 'no-number' | 'twice' | 'too-many';

/** The first invalid line, counted from 1; line 0 means the text as a whole. */
export interface SeriesError {
  readonly line: number;
  readonly problem: SeriesProblem;
}

export type Series = { readonly counts: readonly Count[] } | { readonly error: SeriesError };

/** A leap year. */
export const MAX_DAYS = 366;
/** Characters; far more than a year of lines needs. */
export const MAX_TEXT = 20_000;

const BETWEEN = /[\s,;]+/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Parses lines with a date and a number, such as `2026-11-01, 120`, separated by a comma, semicolon, or spaces. Skips
 * empty lines and a header; the order doesn't matter.
 */
export function parseSeries(text: string): Series {
  const byDay = new Map<string, number>();
  const lines = text.split(/\r?\n/);
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const [day = '', number = '', ...more] = line.split(BETWEEN);
    if (!isDay(day)) {
      if (byDay.size === 0 && !/\d/.test(line)) continue;
      return invalid(index, 'no-day');
    }
    const isNumber = more.length === 0 && /^\d+(\.\d+)?$/.test(number);
    const value = isNumber ? Number(number) : Number.NaN;
    if (!(value <= Number.MAX_SAFE_INTEGER)) return invalid(index, 'no-number');
    if (byDay.has(day)) return invalid(index, 'twice');
    byDay.set(day, value);
    if (byDay.size > MAX_DAYS) return invalid(index, 'too-many');
  }
  if (byDay.size === 0) return { error: { line: 0, problem: 'empty' } };
  const counts = [...byDay].map(([day, value]) => ({ day, value }));
  return { counts: counts.sort((a, b) => (a.day < b.day ? -1 : 1)) };
}

function invalid(index: number, problem: SeriesProblem): Series {
  return { error: { line: index + 1, problem } };
}

/** Whether the day exists, unlike 2026-02-30. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
