import { db } from '@/lib/db';
import type { Operation } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { raiseAlert } from './alerts';
import { perform } from './perform';
import { ProviderRefused, ProviderUnavailable } from './providers/errors';
import type { Mode } from './types';
import { withoutNul } from './without-nul';

/** Stripe forgets an idempotency key after 24 hours; past this many hours a repeat could act twice. */
const MAX_UNKNOWN_HOURS = 23;
/** A worker that sent and then died leaves `sent` behind; after this many seconds its outcome counts as unknown. */
const SENT_TIMEOUT_SECONDS = 120;

/**
 * Sends one operation: claims it, asks the provider, writes down what came of it. Somebody else's claim returns null.
 * A definite refusal ends it; an outcome nobody knows is looked up or repeated under the same key, later.
 * `eager` does not wait for the pause after a failure: somebody is looking at the page.
 */
export async function runOperation(id: string, { eager = false } = {}): Promise<Operation | null> {
  const claimed = await claim(id, eager);
  if (claimed === null) return null;
  if (claimed.uncertain && isForgotten(claimed.operation)) return refuse(claimed.operation, 'too old to repeat');
  try {
    const outcome = await perform(claimed.operation, claimed.uncertain);
    if (outcome === 'look again') return await defer(id, 'unknown', 'not found yet');
    return await db().operation.update({
      where: { id },
      data: { status: 'succeeded', result: outcome, error: null },
    });
  } catch (error) {
    return await failed(claimed.operation, claimed.uncertain, error);
  }
}

async function claim(id: string, eager: boolean): Promise<{ operation: Operation; uncertain: boolean } | null> {
  const [before] = await db().$queryRaw<{ was: string }[]>`
    UPDATE "Operation" operation SET status = 'sent', "sentAt" = coalesce(operation."sentAt", now()),
      attempts = operation.attempts + 1, "nextAttemptAt" = now() + make_interval(secs => ${SENT_TIMEOUT_SECONDS}),
      "updatedAt" = now()
    FROM (SELECT id, status FROM "Operation" WHERE id = ${id} FOR UPDATE) before
    WHERE operation.id = before.id AND operation.status IN ('planned', 'unknown', 'sent')
      AND (operation."nextAttemptAt" <= now() OR (${eager} AND operation.status <> 'sent'))
    RETURNING before.status::text AS was`;
  if (before === undefined) return null;
  const operation = await db().operation.findUniqueOrThrow({ where: { id } });
  return { operation, uncertain: before.was !== 'planned' };
}

async function failed(operation: Operation, uncertain: boolean, error: unknown): Promise<Operation> {
  const message = withoutNul(error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error');
  log().error({ err: error, operation: operation.id, kind: operation.kind }, 'operation not done');
  if (error instanceof ProviderRefused) return refuse(operation, message);
  // Not reached this time; what an earlier try may have done stays open.
  if (error instanceof ProviderUnavailable) return defer(operation.id, uncertain ? 'unknown' : 'planned', message);
  if (isForgotten(operation)) return refuse(operation, `${message} (gave up)`);
  return defer(operation.id, 'unknown', message);
}

/** Whether Stripe no longer knows the key this was sent with. */
function isForgotten({ provider, sentAt }: Operation): boolean {
  const sentHoursAgo = (Date.now() - (sentAt ?? new Date()).getTime()) / 3_600_000;
  return provider === 'stripe' && sentHoursAgo > MAX_UNKNOWN_HOURS;
}

async function refuse(operation: Operation, message: string): Promise<Operation> {
  const { id, kind } = operation;
  await raiseAlert(db(), `operation-refused:${id}`, 'operation refused', { operationId: id, kind, message });
  return db().operation.update({ where: { id }, data: { status: 'refused', error: message.slice(0, 500) } });
}

/** Back in the queue with a growing pause, real time. */
async function defer(id: string, status: 'planned' | 'unknown', message: string): Promise<Operation> {
  await db().$executeRaw`
    UPDATE "Operation" SET status = ${status}::"OperationStatus", error = ${message.slice(0, 500)},
      "nextAttemptAt" = now() + make_interval(secs => least(3600, 10 * power(2, attempts)::int)), "updatedAt" = now()
    WHERE id = ${id}`;
  return db().operation.findUniqueOrThrow({ where: { id } });
}

/** Operations whose time has come, oldest first. */
export async function dueOperations(mode: Mode, max = 50): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM "Operation" WHERE mode = ${mode}::"Mode" AND status IN ('planned', 'sent', 'unknown')
      AND "nextAttemptAt" <= now() ORDER BY "createdAt" LIMIT ${max}`;
  return rows.map((row) => row.id);
}
