import { z } from 'zod';

/** Maximum characters of an event's type or id; providers promise 255 (https://docs.stripe.com/upgrades). */
const LONGEST = 255;
/** The year 9999, in unix seconds: PostgreSQL and JavaScript support later dates, but no event has one. */
const LAST_SECOND = 253_402_300_799;

const PRINTABLE = /^\P{C}+$/u;

/** An event's type or id: printable, so any database and log can store it, and short enough to index. */
export const eventText = z.string().max(LONGEST).regex(PRINTABLE);

/** Unix seconds of a moment between 1970 and 9999. */
export const eventSeconds = z.int().min(0).max(LAST_SECOND);

/** RFC 3339 text of a moment in the same years. */
export const eventMoment = z.string().max(LONGEST).refine(isMoment);

const objectId = z.string().regex(/^[\w-]{1,255}$/);

/**
 * The id of an object that an event names, in the characters both providers use; null for anything else, because a dot
 * in a path would lead to a different URL of their API.
 */
export function objectIdIn(value: unknown): string | null {
  const parsed = objectId.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function isMoment(text: string): boolean {
  return eventSeconds.safeParse(Math.floor(Date.parse(text) / 1000)).success;
}
