import type DodoPayments from 'dodopayments';

export type Interval = DodoPayments.TimeInterval;

export const DAY_MS = 86_400_000;

/**
 * `start` plus `count` intervals, in UTC. Months and years keep the anchor's day, or use the last day of a shorter
 * month: January 31, February 28, March 31.
 */
export function addInterval(start: number, count: number, interval: Interval, anchorDay = dayOfMonth(start)): number {
  if (interval === 'Day') return start + count * DAY_MS;
  if (interval === 'Week') return start + count * 7 * DAY_MS;
  const date = new Date(start);
  const months = date.getUTCMonth() + (interval === 'Year' ? 12 * count : count);
  const year = date.getUTCFullYear();
  const lastDay = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  const timeOfDay = start - Date.UTC(year, date.getUTCMonth(), date.getUTCDate());
  return Date.UTC(year, months, Math.min(anchorDay, lastDay)) + timeOfDay;
}

export function dayOfMonth(unixMs: number): number {
  return new Date(unixMs).getUTCDate();
}
