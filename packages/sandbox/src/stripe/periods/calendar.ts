/** How often a price is billed. Stripe allows day, week, month and year. */
export interface Recurrence {
  interval: string;
  interval_count: number;
}

/** Half-open range in unix seconds, UTC. */
export interface Period {
  start: number;
  end: number;
}

const DAY = 86_400;
const SECONDS: Record<string, number> = { day: DAY, week: 7 * DAY };
const MONTHS: Record<string, number> = { month: 1, year: 12 };

/**
 * The `steps`-th boundary from the anchor (negative: before it), in unix seconds. Always calculated from the anchor and
 * limited to the end of the month, so January 31 gives February 28 and then March 31
 * (docs/providers/stripe.md#plan-changes).
 */
export function boundary(anchor: number, { interval, interval_count }: Recurrence, steps: number): number {
  const seconds = SECONDS[interval];
  if (seconds !== undefined) return anchor + seconds * interval_count * steps;
  const months = MONTHS[interval];
  if (months === undefined) throw new RangeError(`Unknown interval: ${interval}`);
  return addMonths(anchor, months * interval_count * steps);
}

/** Adds calendar months, keeping the UTC time of day. A day the month doesn't have becomes its last. */
export function addMonths(time: number, months: number): number {
  const from = new Date(time * 1000);
  const month = from.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), lastDay);
  const midnight = Date.UTC(from.getUTCFullYear(), month, day) / 1000;
  return midnight + (time - Math.floor(time / DAY) * DAY);
}

/** The period with `anchor` that contains `time`: start ≤ time < end. */
export function periodAt(anchor: number, recurrence: Recurrence, time: number): Period {
  let step = Math.floor((time - anchor) / longest(recurrence));
  while (boundary(anchor, recurrence, step) > time) step -= 1;
  while (boundary(anchor, recurrence, step + 1) <= time) step += 1;
  return { start: boundary(anchor, recurrence, step), end: boundary(anchor, recurrence, step + 1) };
}

/** The periods with `anchor` between two times, cut at both: `from` ≤ start, end ≤ `to`, unix seconds. */
export function cyclesBetween(anchor: number, recurrence: Recurrence, from: number, to: number): Period[] {
  const cycles: Period[] = [];
  for (let start = from; start < to; ) {
    const end = Math.min(periodAt(anchor, recurrence, start).end, to);
    cycles.push({ start, end });
    start = end;
  }
  return cycles;
}

function longest({ interval, interval_count }: Recurrence): number {
  const seconds = SECONDS[interval];
  return (seconds ?? (MONTHS[interval] ?? 1) * 31 * DAY) * interval_count;
}
