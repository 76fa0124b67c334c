import { db } from './db';

/** A settled webhook keeps its body, which names the customer, for this many days; type, root and outcome stay. */
export const PAYLOAD_DAYS = 90;

/** Forgets what has served its time: counters of past windows, links and sessions that are over, old webhook bodies. */
export async function cleanUp(): Promise<void> {
  await db().$executeRaw`DELETE FROM "RateLimit" WHERE "windowEnds" < now()`;
  await db().$executeRaw`DELETE FROM "VerificationToken" WHERE expires < now()`;
  await db().$executeRaw`DELETE FROM "Session" WHERE expires < now()`;
  await db().$executeRaw`
    UPDATE "WebhookEvent" SET payload = '{}'
    WHERE status IN ('processed', 'ignored') AND payload <> '{}'
      AND "lastReceivedAt" < now() - make_interval(days => ${PAYLOAD_DAYS})`;
}
