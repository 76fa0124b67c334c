import { db } from '@/lib/db';

/** Alerts that one statement marks at most, so that none holds its locks for long. */
const BATCH = 1_000;

/** The open alerts of a kind that no notice has named. Times are PostgreSQL's own text: a `Date` loses microseconds. */
export interface Unsent {
  readonly kind: string;
  readonly count: number;
  /** When the newest of them was raised. */
  readonly newest: string;
  readonly countedAt: string;
}

/** Counts the alerts that people were not notified of, by kind. However many there are, none is loaded. */
export function countUnsent(): Promise<Unsent[]> {
  return db().$queryRaw<Unsent[]>`
    SELECT kind, count(*)::int AS count, max("createdAt")::text AS newest, now()::text AS "countedAt" FROM "Alert"
    WHERE "notifiedAt" IS NULL AND "closedAt" IS NULL GROUP BY kind ORDER BY min("createdAt")`;
}

/**
 * Marks what was counted as sent, oldest first. Those raised or reopened since are left to the next notice: no more are
 * marked than were counted and are still open.
 */
export async function markSent({ kind, count, newest, countedAt }: Unsent): Promise<void> {
  let left = count;
  let marked: number;
  do {
    marked = await db().$executeRaw`
      UPDATE "Alert" SET "notifiedAt" = now() WHERE id IN (
        SELECT id FROM "Alert"
        WHERE "notifiedAt" IS NULL AND "closedAt" IS NULL AND kind = ${kind} AND "createdAt" <= ${newest}::timestamptz
        ORDER BY "createdAt" LIMIT greatest(0, least(${BATCH}::int, ${left}::int - (
          SELECT count(*) FROM "Alert" WHERE "closedAt" >= ${countedAt}::timestamptz
            AND "notifiedAt" IS NULL AND kind = ${kind} AND "createdAt" <= ${newest}::timestamptz))))`;
    left -= marked;
  } while (marked === BATCH);
}
