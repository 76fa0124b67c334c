import { z } from 'zod';

/** Characters of an event's type or of an id; providers promise 255 (https://docs.stripe.com/upgrades). */
const LONGEST = 255;
/** The year 9999, in unix seconds: PostgreSQL and JavaScript both go further, and no event does. */
const LAST_SECOND = 253_402_300_799;

const PRINTABLE = /^\P{C}+$/u;

/** An event's type or id: printable, so that any database and log can hold it, and of a length an index can. */
export const eventText = z.string().max(LONGEST).regex(PRINTABLE);

/** Unix seconds of a moment between 1970 and 9999. */
export const eventSeconds = z.int().min(0).max(LAST_SECOND);

/** RFC 3339 text of a moment in the same years. */
export const eventMoment = z.string().max(LONGEST).refine(isMoment);

const objectId = z.string().regex(/^[\w-]{1,255}$/);

/**
 * The id of an object an event names, of the letters both providers make theirs of; null for anything else: a dot in a
 * path would lead to another address of their API.
 */
export function objectIdIn(value: unknown): string | null {
  const parsed = objectId.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function isMoment(text: string): boolean {
  return eventSeconds.safeParse(Math.floor(Date.parse(text) / 1000)).success;
}
