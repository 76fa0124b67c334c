import type { Tone } from '../engine/page';

const STEPS = [
  [60, 1, 's'],
  [3600, 60, 'min'],
  [86_400, 3600, 'h'],
  [Number.POSITIVE_INFINITY, 86_400, 'd'],
] as const;

/** Time since a real timestamp: "12 s ago". */
export function ago(moment: string | number, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - new Date(moment).getTime()) / 1000));
  return seconds < 3 ? 'just now' : `${span(seconds)} ago`;
}

/** A duration in its largest unit. */
export function span(seconds: number): string {
  const [, size, unit] = STEPS.find(([limit]) => seconds < limit) ?? STEPS[3];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/** Date and time of unix seconds, UTC, to the second. */
export function utc(unix: number): string {
  return new Date(unix * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** "Sat, November 21, 2026". */
export function longDay(unix: number): string {
  return new Date(unix * 1000).toLocaleDateString('en-US', {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** The main clock relative to the real time: "3 days ahead of real time". */
export function offsetInWords(offset: number): string {
  if (Math.abs(offset) < 60) return 'Real time';
  const days = Math.abs(offset) / 86_400;
  const amount =
    days >= 2
      ? `${Math.round(days)} days`
      : Math.abs(offset) >= 7200
        ? `${Math.round(Math.abs(offset) / 3600)} hours`
        : `${Math.round(Math.abs(offset) / 60)} minutes`;
  return `${amount} ${offset > 0 ? 'ahead of' : 'behind'} real time`;
}

/** Human-readable name of a table or an action: `stripe.payment-intents` is "payment intents". */
export function plainName(name: string): string {
  return name.replace(/^(stripe|dodo)[._:]/, '').replace(/[-_.:]+/g, ' ');
}

/** Color of an HTTP status; null is a connection without a response. */
export function statusTone(status: number | null): Tone {
  if (status === null || status >= 500) return 'bad';
  return status >= 400 ? 'warn' : status >= 300 ? 'info' : 'good';
}

/** "1 event", "2 events". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
