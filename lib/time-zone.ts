import { z } from 'zod';
import { dateFormat } from './intl';

const MAX_LENGTH = 64;

/** An IANA time zone that this runtime knows, such as "America/Los_Angeles". */
export const timeZoneName = z.string().max(MAX_LENGTH).refine(isTimeZone);

function isTimeZone(name: string): boolean {
  try {
    // Offsets such as "+02:00" are accepted by Intl, too, but don't follow daylight saving time.
    return (
      /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
}

/** How a person reads dates and amounts. */
export interface Reader {
  readonly locale: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** For readers whose time zone is unknown. */
export const DEFAULT_TIME_ZONE = 'UTC';

/** A moment as a long date in a time zone. */
export function dateIn(timeZone: string, locale: string, at: Date): string {
  return dateFormat(locale, { dateStyle: 'long', timeZone }).format(at);
}

/** The same with the name of the time zone, for the day of a charge: "May 27, 2027 (PDT)". */
export function dateAndZoneIn(timeZone: string, locale: string, at: Date): string {
  const parts = dateFormat(locale, { timeZone, timeZoneName: 'short' }).formatToParts(at);
  const zone = parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  return `${dateIn(timeZone, locale, at)} (${zone})`;
}
