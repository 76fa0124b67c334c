import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import type { Operation } from '@/lib/generated/prisma/client';
import { releaseSelfServiceRefund } from '../ledger/self-service-refund';
import type { Mode, Provider } from '../types';
import { NOT_PAUSED } from './circuit';

/** After a worker dies, an operation stays `sent`; after this many seconds its outcome counts as unknown. */
const SENT_TIMEOUT_SECONDS = 120;

/**
 * Claims an operation for this worker; null if it isn't due or is taken. While the provider rejects our key or forbids it this
 * kind, only what a person waits for is claimed, so no attempt of the rest is counted. `uncertain`: it may have been sent.
 */
export async function claim(id: string, eager: boolean): Promise<{ operation: Operation; uncertain: boolean } | null> {
  const [before] = await db().$queryRaw<{ was: string }[]>`
    UPDATE "Operation" operation SET status = 'sent',
      "sentAt" = CASE WHEN before.status = 'planned' THEN now() ELSE coalesce(operation."sentAt", now()) END, attempts = operation.attempts + 1, "nextAttemptAt" = now() + make_interval(secs => ${SENT_TIMEOUT_SECONDS}),
      "updatedAt" = now()
    FROM (SELECT id, status FROM "Operation" WHERE id = ${id} FOR UPDATE) before
    WHERE operation.id = ${id} AND before.id = operation.id AND operation.status IN ('planned', 'unknown', 'sent')
      AND (operation."nextAttemptAt" <= now() OR (${eager} AND operation.status <> 'sent'))
      AND (${eager} OR (operation.status = 'planned' AND NOT operation.automatic) OR (${NOT_PAUSED}))
    RETURNING before.status::text AS was`;
  if (before === undefined) return null;
  const operation = await db().operation.findUniqueOrThrow({ where: { id } });
  return { operation, uncertain: before.was !== 'planned' };
}

/**
 * Whether this worker still holds the operation, extended for the time sending takes: a worker that stalled for too
 * long must not send what another is already looking up.
 */
export async function keepClaim({ id, attempts }: Operation): Promise<boolean> {
  const count = await db().$executeRaw`
    UPDATE "Operation" SET "nextAttemptAt" = now() + make_interval(secs => ${SENT_TIMEOUT_SECONDS})
    WHERE id = ${id} AND status = 'sent' AND attempts = ${attempts}`;
  return count === 1;
}

const SUPERSEDED = 'superseded';

/** Whether another request replaced this one before it was sent. */
export function isSuperseded({ status, error }: Pick<Operation, 'status' | 'error'>): boolean {
  return status === 'withdrawn' && error === SUPERSEDED;
}

/**
 * A new request replaces unsent operations on the same subject. False if one may have been sent: nothing can be decided
 * about the subject until its outcome is known. Runs under the owner's lock.
 */
export async function supersede(tx: Tx, subject: string): Promise<boolean> {
  const superseded = await tx.operation.updateManyAndReturn({
    where: { subject, status: 'planned' },
    data: { status: 'withdrawn', error: SUPERSEDED },
    select: { id: true },
  });
  for (const { id } of superseded) await releaseSelfServiceRefund(tx, id);
  return (await tx.operation.count({ where: { subject, status: { in: ['sent', 'unknown'] } } })) === 0;
}

/** Requests that a round withdraws at most, so that no statement holds many locks for long. */
const WITHDRAWN_AT_ONCE = 500;

/**
 * A customer's request is sent while they wait or never: those that were left behind, of any provider, are withdrawn, and the
 * refunds that they would have used up are free again. Returns whether more may be left.
 */
export async function withdrawUnsent(mode: Mode): Promise<boolean> {
  const [withdrawn] = await db().$queryRaw<{ count: number }[]>`
    WITH unsent AS (
      UPDATE "Operation" SET status = 'withdrawn', error = 'never sent', "updatedAt" = now()
      WHERE id = ANY(ARRAY(
        SELECT id FROM "Operation" WHERE mode = ${mode}::"Mode" AND status = 'planned' AND NOT automatic
          AND "nextAttemptAt" <= now() - make_interval(secs => ${SENT_TIMEOUT_SECONDS})
        ORDER BY "nextAttemptAt" LIMIT ${WITHDRAWN_AT_ONCE} FOR UPDATE SKIP LOCKED))
      RETURNING id),
    released AS (DELETE FROM "SelfServiceRefund" WHERE "operationId" = ANY(ARRAY(SELECT id FROM unsent)))
    SELECT count(*)::int AS count FROM unsent`;
  return (withdrawn?.count ?? 0) >= WITHDRAWN_AT_ONCE;
}

/**
 * A provider's operations that are due: those the system planned, and any that may have been sent. Those never attempted come
 * first, each once, then those due for the longest time, so however many fail again and again delay nothing new.
 */
export async function dueOperations(mode: Mode, provider: Provider, max = 50): Promise<string[]> {
  if (!env().billing.actions) return [];
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT operation.id FROM "Operation" operation
    WHERE operation.mode = ${mode}::"Mode" AND operation.provider = ${provider}::"Provider"
      AND ${NOT_PAUSED} AND operation."nextAttemptAt" <= now()
      AND (operation.status IN ('sent', 'unknown') OR (operation.status = 'planned' AND operation.automatic))
    ORDER BY operation.attempts > 0, operation."nextAttemptAt", operation."createdAt" LIMIT ${max}`;
  return rows.map((row) => row.id);
}
