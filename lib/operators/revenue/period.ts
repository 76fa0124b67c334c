import { z } from 'zod';

/** Days of UTC from `from` (inclusive) to `to` (exclusive). */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export const STEPS = ['day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

const DAY = 86_400_000;
const MAX_DAYS = 3660;

const day = z.iso.date().transform((text) => new Date(`${text}T00:00:00.000Z`));

/**
 * The period of a report: from the first day to the last, both included; without them, the month of `now` so far. A period
 * that ends before it begins, or is longer than ten years, is the default one.
 */
export function readPeriod(first: string | undefined, last: string | undefined, now: Date): Period {
  const from = day.safeParse(first).data ?? new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const end = day.safeParse(last).data ?? new Date(Math.floor(now.getTime() / DAY) * DAY);
  const to = new Date(end.getTime() + DAY);
  const days = (to.getTime() - from.getTime()) / DAY;
  return days >= 1 && days <= MAX_DAYS ? { from, to } : readPeriod(undefined, undefined, now);
}

/** The ends of each day, week (from Monday), or month of a period; the last one is the end of the period. */
export function endsOf({ from, to }: Period, step: Step): Date[] {
  const ends: Date[] = [];
  for (let at = nextEnd(from, step); at < to; at = nextEnd(at, step)) ends.push(at);
  return [...ends, to];
}

function nextEnd(at: Date, step: Step): Date {
  if (step === 'month') return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  const days = step === 'day' ? 1 : 7 - ((at.getUTCDay() + 6) % 7);
  return new Date(at.getTime() + days * DAY);
}

/** The last day of a period or step, `YYYY-MM-DD`. */
export function lastDayOf(end: Date): string {
  return new Date(end.getTime() - DAY).toISOString().slice(0, 10);
}
