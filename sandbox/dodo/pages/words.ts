import type { Interval } from '../time/calendar';

/** `5 December 2026`, UTC. */
export function day(unixMs: number): string {
  return new Date(unixMs).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** `a month`, `every 3 months`. */
export function per(count: number, interval: Interval): string {
  const unit = interval.toLowerCase();
  return count === 1 ? `a ${unit}` : `every ${count} ${unit}s`;
}
