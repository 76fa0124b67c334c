/** Dodo's RFC 3339 time as a Date; microseconds are truncated. */
export function at(iso: string): Date {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) throw new Error(`Invalid time from Dodo: ${iso}`);
  return moment;
}

export function atOrNull(iso: string | null | undefined): Date | null {
  return iso === null || iso === undefined ? null : at(iso);
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A time some milliseconds later, or earlier if negative. */
export function shifted(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}
