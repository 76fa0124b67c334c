import type { Interval } from '../time/calendar';

/** `December 5, 2026`, UTC. */
export function day(unixMs: number): string {
  return new Date(unixMs).toLocaleDateString('en-US', {
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

/** `Nov 21, 2026`, UTC: for lists. */
export function shortDay(unixMs: number): string {
  return new Date(unixMs).toLocaleDateString('en-US', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** `Visa ending in 4242`. */
export function cardName({ brand, last4 }: { brand: string; last4: string }): string {
  return `${brand.charAt(0).toUpperCase()}${brand.slice(1)} ending in ${last4}`;
}
