import { db, type Tx } from '@/lib/db';
import type { Operation, Prisma } from '@/lib/generated/prisma/client';
import { requesterOf } from '@/lib/workspaces/members';
import { raiseAlert } from '../ledger/alerts';
import { releaseSelfServiceRefund } from '../ledger/self-service-refund';
import { withoutNul } from '../postgres-text';
import type { Verdict } from './verdict';

/** "It did not happen" is concluded only after this many lookups that found nothing, each after a pause. */
const LOOKUPS = 2;
/** In real time. Stripe forgets an idempotency key after 24 hours, and any effect is visible by then. */
const MAX_UNKNOWN_HOURS = 23;
const MAX_MESSAGE = 500;

/** Records the outcome of an operation, according to the provider's state after it was sent. */
export async function conclude(tx: Tx, operation: Operation, verdict: Verdict, looking: boolean): Promise<void> {
  switch (verdict.state) {
    case 'done':
      return succeed(tx, operation, {});
    case 'refused':
      return refuse(tx, operation, verdict.why);
    case 'unclear':
      return keepUnknown(tx, operation, verdict.why);
    case 'absent':
      return looking && operation.absentSeen + 1 >= LOOKUPS
        ? didNotHappen(tx, operation)
        : keepUnknown(tx, operation, 'not found yet', looking ? 1 : 0);
  }
}

export async function succeed(tx: Tx, { id }: Operation, result: Prisma.InputJsonObject): Promise<void> {
  await tx.operation.update({ where: { id }, data: { status: 'succeeded', result, error: null } });
}

/**
 * A definite refusal. The system's own operations are planned again after a growing pause, with one alert; a customer's
 * request ends here.
 */
export async function refuse(tx: Tx, operation: Operation, why: string): Promise<void> {
  const { id, kind, key, automatic } = operation;
  const message = withoutNul(why).slice(0, MAX_MESSAGE);
  const tries = automatic ? await tx.operation.count({ where: { key, status: 'refused' } }) : 0;
  await tx.$executeRaw`
    UPDATE "Operation" SET status = 'refused', error = ${message}, "updatedAt" = now(),
      "nextAttemptAt" = now() + make_interval(secs => least(86400, 3600 * power(2, least(${tries}, 10))::int))
    WHERE id = ${id}`;
  if (!isTooOld(operation)) await releaseSelfServiceRefund(tx, id);
  const alert = automatic ? `operation-refused:${key}` : `operation-refused:${id}`;
  await raiseAlert(tx, alert, 'operation refused', { operationId: id, kind, key, message });
}

/** After this many stale operations for one key within an hour, the system pauses before planning the next. */
const STALE_IN_A_ROW = 3;

/** The state changed just before sending. If the operation is still needed, the sync that follows plans it again. */
export async function goStale(tx: Tx, { id, key }: Operation, why: string): Promise<void> {
  const recent = { key, status: 'stale' as const, updatedAt: { gt: new Date(Date.now() - 3_600_000) } };
  const pause = (await tx.operation.count({ where: recent })) < STALE_IN_A_ROW ? 0 : 60;
  await tx.$executeRaw`
    UPDATE "Operation" SET status = 'stale', error = ${withoutNul(why).slice(0, MAX_MESSAGE)}, "updatedAt" = now(),
      "nextAttemptAt" = now() + make_interval(secs => ${pause})
    WHERE id = ${id}`;
  await releaseSelfServiceRefund(tx, id);
}

/**
 * Certainly not done. A customer's request is withdrawn and never sent later; the system's own operations are retried
 * after a pause.
 */
export async function notSent(tx: Tx, operation: Operation, why: string): Promise<void> {
  const { id, automatic } = operation;
  if (automatic) return defer(tx, id, 'planned', why);
  await tx.operation.update({
    where: { id },
    data: { status: 'withdrawn', error: withoutNul(why).slice(0, MAX_MESSAGE) },
  });
  await releaseSelfServiceRefund(tx, id);
}

/** It may have happened: look it up after a pause, until it's too old to ever be known. */
export async function keepUnknown(tx: Tx, operation: Operation, why: string, absent = 0): Promise<void> {
  if (isTooOld(operation)) return refuse(tx, operation, `${why}; still unknown after ${MAX_UNKNOWN_HOURS} hours`);
  if (absent > 0) {
    await tx.operation.update({ where: { id: operation.id }, data: { absentSeen: { increment: absent } } });
  }
  return defer(tx, operation.id, 'unknown', why);
}

/** Enough lookups found nothing: it never reached the provider. The sync that concludes it replans the system's own operations. */
async function didNotHappen(tx: Tx, { id, automatic, kind, workspaceId, actor }: Operation): Promise<void> {
  await tx.operation.update({ where: { id }, data: { status: 'withdrawn', error: 'did not happen' } });
  await releaseSelfServiceRefund(tx, id);
  if (automatic) return;
  const mail = { workspaceId, kind: 'not-done', key: `not-done:${id}`, data: { operationId: id, kind } };
  const data = [{ ...mail, userId: await requesterOf(tx, workspaceId, actor), dueAt: new Date(0) }];
  await tx.email.createMany({ data, skipDuplicates: true });
}

/** Requeues with a growing pause in real time. */
async function defer(tx: Tx, id: string, status: 'planned' | 'unknown', why: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Operation" SET status = ${status}::"OperationStatus", error = ${withoutNul(why).slice(0, MAX_MESSAGE)},
      "nextAttemptAt" = now() + make_interval(secs => least(3600, 10 * power(2, least(attempts, 9))::int)),
      "updatedAt" = now()
    WHERE id = ${id}`;
}

export function isTooOld({ sentAt }: Pick<Operation, 'sentAt'>): boolean {
  return sentAt !== null && Date.now() - sentAt.getTime() > MAX_UNKNOWN_HOURS * 3_600_000;
}

/** The row as it is now. */
export function operationNow(id: string): Promise<Operation> {
  return db().operation.findUniqueOrThrow({ where: { id } });
}
