import { SECURITY_EVENTS } from './audit';
import { deleteExpiredSessions } from './auth/viewing';
import { db } from './db';
import { env } from './env';
import { finishRedactions } from './team/finish-redactions';

/** Rows a statement deletes at most, so that none holds its locks for long. */
const BATCH = 1_000;
/** Milliseconds after which the rest is left to the next run. */
const LONGEST = 45_000;

/**
 * Deletes what is over (rate limits, links, sessions) and what has been kept long enough (lib/retention.ts), and finishes
 * the redaction of deleted accounts. Works in batches and stops after a while; the next run continues. Every statement
 * finds its rows by an index, so a run with nothing to do is cheap at any size.
 */
export async function cleanUp(): Promise<void> {
  const until = Date.now() + LONGEST;
  for (const step of [...expired(), ...retired()]) {
    while (Date.now() < until && (await step()) >= BATCH);
  }
  await finishRedactions(until);
}

type Step = () => Promise<number>;

function expired(): Step[] {
  return [
    () => db().$executeRaw`
      DELETE FROM "RateLimit" WHERE key = ANY(ARRAY(
        SELECT key FROM "RateLimit" WHERE "windowEnds" < now()
        ORDER BY "windowEnds" LIMIT ${BATCH})) AND "windowEnds" < now()`,
    () => db().$executeRaw`
      DELETE FROM "VerificationToken"
      WHERE token = ANY(ARRAY(
        SELECT token FROM "VerificationToken" WHERE expires < now()
        ORDER BY expires LIMIT ${BATCH})) AND expires < now()`,
    () => deleteExpiredSessions(BATCH),
  ];
}

function retired(): Step[] {
  const { retention } = env();
  return [
    () => db().$executeRaw`
      UPDATE "WebhookEvent" SET payload = '{}' WHERE id = ANY(ARRAY(
        SELECT id FROM "WebhookEvent"
        WHERE status IN ('processed', 'ignored') AND payload <> '{}'
          AND "lastReceivedAt" < now() - make_interval(days => ${retention.payloads})
        ORDER BY "lastReceivedAt" LIMIT ${BATCH}))`,
    () => db().$executeRaw`
      DELETE FROM "WebhookEvent" WHERE id = ANY(ARRAY(
        SELECT id FROM "WebhookEvent"
        WHERE status IN ('processed', 'ignored') AND "receivedAt" < now() - make_interval(days => ${retention.events})
          AND "lastReceivedAt" < now() - make_interval(days => ${retention.events})
        ORDER BY "receivedAt" LIMIT ${BATCH})) AND status IN ('processed', 'ignored')`,
    () => db().$executeRaw`
      UPDATE "Email" SET snapshot = NULL WHERE id = ANY(ARRAY(
        SELECT id FROM "Email"
        WHERE snapshot IS NOT NULL AND status IN ('sent', 'dropped')
          AND "createdAt" < now() - make_interval(days => ${retention.emails})
        ORDER BY "createdAt" LIMIT ${BATCH}))`,
    () => db().$executeRaw`
      DELETE FROM "Operation" WHERE id = ANY(ARRAY(
        SELECT id FROM "Operation"
        WHERE status IN ('withdrawn', 'stale') AND "updatedAt" < now() - make_interval(days => ${retention.operations})
        ORDER BY "updatedAt" LIMIT ${BATCH}))`,
    () => db().$executeRaw`
      DELETE FROM "EffectRun" WHERE id = ANY(ARRAY(
        SELECT id FROM "EffectRun"
        WHERE status = 'done' AND "finishedAt" < now() - make_interval(days => ${retention.effects})
        ORDER BY "finishedAt" LIMIT ${BATCH}))`,
    () => db().$executeRaw`
      DELETE FROM "AuditLog" WHERE id = ANY(ARRAY(
        SELECT id FROM "AuditLog"
        WHERE action = ANY(${[...SECURITY_EVENTS]})
          AND at < now() - make_interval(days => ${retention['security-events']}) LIMIT ${BATCH}))`,
    () => db().$executeRaw`
      DELETE FROM "ReconcileDiff" WHERE id = ANY(ARRAY(
        SELECT diff.id FROM "ReconcileRun" run JOIN "ReconcileDiff" diff ON diff."runId" = run.id
        WHERE run."startedAt" < now() - make_interval(days => ${retention.reconciliations}) LIMIT ${BATCH}))`,
    () => db().$executeRaw`
      DELETE FROM "ReconcileRun" WHERE id = ANY(ARRAY(
        SELECT run.id FROM "ReconcileRun" run
        WHERE run."startedAt" < now() - make_interval(days => ${retention.reconciliations})
          AND NOT EXISTS (SELECT 1 FROM "ReconcileDiff" diff WHERE diff."runId" = run.id) LIMIT ${BATCH}))`,
  ];
}
