import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import type { Operation } from '@/lib/generated/prisma/client';
import { releaseSelfServiceRefund } from '../ledger/self-service-refund';
import type { Mode } from '../types';

/** A worker that sent and then died leaves `sent` behind; after this many seconds its outcome counts as unknown. */
const SENT_TIMEOUT_SECONDS = 120;

/** Takes an operation for this worker; null when it is not due or somebody else has it. `uncertain`: it may have been sent. */
export async function claim(id: string, eager: boolean): Promise<{ operation: Operation; uncertain: boolean } | null> {
  const [before] = await db().$queryRaw<{ was: string }[]>`
    UPDATE "Operation" operation SET status = 'sent',
      "sentAt" = CASE WHEN before.status = 'planned' THEN now() ELSE coalesce(operation."sentAt", now()) END, attempts = operation.attempts + 1, "nextAttemptAt" = now() + make_interval(secs => ${SENT_TIMEOUT_SECONDS}),
      "updatedAt" = now()
    FROM (SELECT id, status FROM "Operation" WHERE id = ${id} FOR UPDATE) before
    WHERE operation.id = ${id} AND before.id = operation.id AND operation.status IN ('planned', 'unknown', 'sent')
      AND (operation."nextAttemptAt" <= now() OR (${eager} AND operation.status <> 'sent'))
    RETURNING before.status::text AS was`;
  if (before === undefined) return null;
  const operation = await db().operation.findUniqueOrThrow({ where: { id } });
  return { operation, uncertain: before.was !== 'planned' };
}

/**
 * Whether this worker still has the operation, for the whole time sending takes: one that was held up for too long must
 * not send what another one is looking up already.
 */
export async function keepClaim({ id, attempts }: Operation): Promise<boolean> {
  const count = await db().$executeRaw`
    UPDATE "Operation" SET "nextAttemptAt" = now() + make_interval(secs => ${SENT_TIMEOUT_SECONDS})
    WHERE id = ${id} AND status = 'sent' AND attempts = ${attempts}`;
  return count === 1;
}

/**
 * A new request on a subject takes the place of what was not sent yet. False when something may have been sent: nothing
 * can be said about the subject until its outcome is known. Under the owner's lock.
 */
export async function supersede(tx: Tx, subject: string): Promise<boolean> {
  const superseded = await tx.operation.updateManyAndReturn({
    where: { subject, status: 'planned' },
    data: { status: 'withdrawn', error: 'superseded' },
    select: { id: true },
  });
  for (const { id } of superseded) await releaseSelfServiceRefund(tx, id);
  return (await tx.operation.count({ where: { subject, status: { in: ['sent', 'unknown'] } } })) === 0;
}

/**
 * Operations whose time has come, oldest first: what the system planned, and whatever may have been sent. What a person
 * asked for is sent while they wait or never: one that was left behind is withdrawn.
 */
export async function dueOperations(mode: Mode, max = 50): Promise<string[]> {
  const left = await db().$queryRaw<{ id: string }[]>`
    UPDATE "Operation" SET status = 'withdrawn', error = 'never sent', "updatedAt" = now()
    WHERE mode = ${mode}::"Mode" AND status = 'planned' AND NOT automatic
      AND "nextAttemptAt" <= now() - make_interval(secs => ${SENT_TIMEOUT_SECONDS})
    RETURNING id`;
  for (const { id } of left) await releaseSelfServiceRefund(db(), id);
  if (!env().billing.actions) return [];
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT operation.id FROM "Operation" operation
    LEFT JOIN "ProviderCircuit" circuit ON circuit.provider = operation.provider AND circuit.mode = operation.mode
      AND circuit."retryAt" > now()
    WHERE operation.mode = ${mode}::"Mode" AND circuit.provider IS NULL AND operation."nextAttemptAt" <= now()
      AND (operation.status IN ('sent', 'unknown') OR (operation.status = 'planned' AND operation.automatic))
    ORDER BY operation."createdAt" LIMIT ${max}`;
  return rows.map((row) => row.id);
}
