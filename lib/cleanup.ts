import { type Attempt, attempts } from './attempts';
import { SECURITY_EVENTS } from './audit';
import { deleteExpiredSessions } from './auth/viewing';
import { db } from './db';
import { env } from './env';
import { finishRedactions } from './team/finish-redactions';

/** Rows a statement deletes at most, so that none holds its locks for long. */
const BATCH = 1_000;
/** Milliseconds after which the rest is left to the next run. */
const LONGEST = 45_000;
/** How many of them redactions may take, which come first. */
const REDACTIONS = 20_000;

/**
 * Finishes the redaction of deleted accounts, then deletes what is over (rate limits, links, sessions) and what has been
 * kept long enough (lib/retention.ts). Works in batches and stops after a while; the next run continues. Every statement
 * finds its rows by an index, so a run with nothing to do is cheap at any size, and passes over rows that someone else
 * holds. What fails stops nothing else; the first error is thrown at the end.
 */
export async function cleanUp(): Promise<void> {
  const began = Date.now();
  const { attempt, end } = attempts();
  await finishRedactions(began + REDACTIONS, attempt);
  await inTurns({ ...expired(), ...retired() }, began + LONGEST, attempt);
  end();
}

/** Deletes or empties a batch and returns how many rows that were. */
type Step = () => Promise<number>;
type Steps = Readonly<Record<string, Step>>;

/** A batch of each, then one of those that have more, so that one with a long backlog doesn't use up all the time. */
async function inTurns(steps: Steps, until: number, attempt: Attempt): Promise<void> {
  let left = Object.entries(steps);
  while (left.length > 0) {
    const more: typeof left = [];
    for (const [step, batch] of left) {
      if (Date.now() >= until) return;
      if (((await attempt({ step }, batch)) ?? 0) >= BATCH) more.push([step, batch]);
    }
    left = more;
  }
}

function expired(): Steps {
  return {
    'rate limits': () => db().$executeRaw`
      DELETE FROM "RateLimit" WHERE key = ANY(ARRAY(
        SELECT key FROM "RateLimit" WHERE "windowEnds" < now()
        ORDER BY "windowEnds" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)) AND "windowEnds" < now()`,
    links: () => db().$executeRaw`
      DELETE FROM "VerificationToken"
      WHERE token = ANY(ARRAY(
        SELECT token FROM "VerificationToken" WHERE expires < now()
        ORDER BY expires LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)) AND expires < now()`,
    sessions: () => deleteExpiredSessions(BATCH),
  };
}

function retired(): Steps {
  const { retention } = env();
  return {
    payloads: () => db().$executeRaw`
      UPDATE "WebhookEvent" SET payload = '{}' WHERE id = ANY(ARRAY(
        SELECT id FROM "WebhookEvent"
        WHERE status IN ('processed', 'ignored') AND payload <> '{}'
          AND "lastReceivedAt" < now() - make_interval(days => ${retention.payloads})
        ORDER BY "lastReceivedAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`,
    events: () => db().$executeRaw`
      DELETE FROM "WebhookEvent" WHERE id = ANY(ARRAY(
        SELECT id FROM "WebhookEvent"
        WHERE status IN ('processed', 'ignored') AND "receivedAt" < now() - make_interval(days => ${retention.events})
          AND "lastReceivedAt" < now() - make_interval(days => ${retention.events})
        ORDER BY "receivedAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)) AND status IN ('processed', 'ignored')`,
    emails: () => db().$executeRaw`
      UPDATE "Email" SET snapshot = NULL WHERE id = ANY(ARRAY(
        SELECT id FROM "Email"
        WHERE snapshot IS NOT NULL AND status IN ('sent', 'dropped')
          AND "createdAt" < now() - make_interval(days => ${retention.emails})
        ORDER BY "createdAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`,
    operations: () => db().$executeRaw`
      DELETE FROM "Operation" WHERE id = ANY(ARRAY(
        SELECT id FROM "Operation"
        WHERE status IN ('withdrawn', 'stale') AND "updatedAt" < now() - make_interval(days => ${retention.operations})
        ORDER BY "updatedAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`,
    effects: () => db().$executeRaw`
      DELETE FROM "EffectRun" WHERE id = ANY(ARRAY(
        SELECT id FROM "EffectRun"
        WHERE status = 'done' AND "finishedAt" < now() - make_interval(days => ${retention.effects})
        ORDER BY "finishedAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`,
    'security-events': () => db().$executeRaw`
      DELETE FROM "AuditLog" WHERE id = ANY(ARRAY(
        SELECT id FROM "AuditLog"
        WHERE action = ANY(${[...SECURITY_EVENTS]})
          AND at < now() - make_interval(days => ${retention['security-events']}) LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`,
    differences: () => db().$executeRaw`
      DELETE FROM "ReconcileDiff" WHERE id = ANY(ARRAY(
        SELECT diff.id FROM "ReconcileRun" run JOIN "ReconcileDiff" diff ON diff."runId" = run.id
        WHERE run."startedAt" < now() - make_interval(days => ${retention.reconciliations})
        LIMIT ${BATCH} FOR UPDATE OF diff SKIP LOCKED))`,
    reconciliations: () => db().$executeRaw`
      DELETE FROM "ReconcileRun" WHERE id = ANY(ARRAY(
        SELECT run.id FROM "ReconcileRun" run
        WHERE run."startedAt" < now() - make_interval(days => ${retention.reconciliations})
          AND NOT EXISTS (SELECT 1 FROM "ReconcileDiff" diff WHERE diff."runId" = run.id)
        LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`,
  };
}
