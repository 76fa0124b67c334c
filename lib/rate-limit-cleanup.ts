import { db } from './db';

/** Removes counters whose window is over; they are rebuilt when needed. */
export async function forgetOldLimits(): Promise<void> {
  await db().$executeRaw`DELETE FROM "RateLimit" WHERE "windowEnds" < now()`;
}
