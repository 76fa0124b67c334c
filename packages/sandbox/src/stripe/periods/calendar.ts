/** How often a price is billed. Stripe allows day, week, month and year. */
export interface Recurrence {
  interval: string;
  interval_count: number;
}

/** Half-open span in unix seconds, UTC. */
export interface Period {
  start: number;
  end: number;
}

const DAY = 86_400;
const SECONDS: Record<string, number> = { day: DAY, week: 7 * DAY };
const MONTHS: Record<string, number> = { month: 1, year: 12 };

/**
 * The `steps`-th boundary counted from the anchor (negative: before it), in unix seconds.
 * Always counted from the anchor and cut to the month's end, so 31 January gives 28 February and then 31 March
 * (docs/providers/stripe.md#plan-changes).
 */
export function boundary(anchor: number, { interval, interval_count }: Recurrence, steps: number): number {
  const seconds = SECONDS[interval];
  if (seconds !== undefined) return anchor + seconds * interval_count * steps;
  const months = MONTHS[interval];
  if (months === undefined) throw new RangeError(`Unknown interval: ${interval}`);
  return addMonths(anchor, months * interval_count * steps);
}

/** Adds calendar months, keeping the UTC time of day; a day the month does not have becomes its last. */
export function addMonths(time: number, months: number): number {
  const from = new Date(time * 1000);
  const month = from.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), lastDay);
  const midnight = Date.UTC(from.getUTCFullYear(), month, day) / 1000;
  return midnight + (time - Math.floor(time / DAY) * DAY);
}

/** The period of the cycle through `anchor` in which `time` lies: start ≤ time < end. */
export function periodAt(anchor: number, recurrence: Recurrence, time: number): Period {
  let step = Math.floor((time - anchor) / longest(recurrence));
  while (boundary(anchor, recurrence, step) > time) step -= 1;
  while (boundary(anchor, recurrence, step + 1) <= time) step += 1;
  return { start: boundary(anchor, recurrence, step), end: boundary(anchor, recurrence, step + 1) };
}

/** The cycle through `anchor` between two times, cut at both: `from` ≤ start, end ≤ `to`, unix seconds. */
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
