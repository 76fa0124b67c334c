import { randomUUID } from 'node:crypto';
import { db } from '@/lib/db';
import type { EffectRun, Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { redactPersonalData } from '@/lib/log-redact';
import { withTimeout } from '@/lib/with-timeout';
import { ownerIn, WITH_OWNER } from '@/lib/workspaces/owner';
import { raiseAlert } from '../ledger/alerts';
import { FACTS, type FactType, isFactType } from '../ledger/billing-fact';
import type { Effect, Fact } from './effect';

/** Attempts per replay before a run is dead and raises an alert: the pauses between them are six hours in all. */
export const MAX_ATTEMPTS = 14;
/** Real time an attempt may take, and after which another process considers it dead. */
const SECONDS = { attempt: 15, lease: 60 } as const;
const BATCH = 10;

const WITH_FACT = { fact: { include: { workspace: WITH_OWNER } } } as const;
export type ClaimedRun = Prisma.EffectRunGetPayload<{ include: typeof WITH_FACT }>;

/**
 * Takes an effect's next runs that are due, longest due first. Each is leased in real time, so two workers never run it
 * concurrently; if its worker died, it runs again with the same idempotency key.
 */
export async function claimRuns({ name }: Effect): Promise<ClaimedRun[]> {
  const token = randomUUID();
  const taken = await db().$queryRaw<{ id: string }[]>`
    UPDATE "EffectRun" SET status = 'running', attempts = attempts + 1, "leaseToken" = ${token},
      "leaseUntil" = now() + make_interval(secs => ${SECONDS.lease})
    WHERE id IN (
      SELECT id FROM "EffectRun"
      WHERE status IN ('waiting', 'running') AND effect = ${name} AND "nextAttemptAt" <= now()
        AND (status = 'waiting' OR "leaseUntil" < now())
      ORDER BY "nextAttemptAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  if (taken.length === 0) return [];
  const ids = taken.map(({ id }) => id);
  return db().effectRun.findMany({ where: { id: { in: ids }, leaseToken: token }, include: WITH_FACT });
}

/** Runs an effect once, and records how it went. Throws only if that can't be recorded; the run's lease then expires. */
export async function attemptRun(effect: Effect, run: ClaimedRun): Promise<void> {
  try {
    const { type } = run.fact;
    if (!isFactType(type)) throw new Error(`No effect ${run.effect} for ${type}`);
    await withTimeout(SECONDS.attempt * 1000, (signal) => callHandler(effect, type, run, signal));
    await close(run, { status: 'done', finishedAt: new Date(), error: null, leaseToken: null });
  } catch (error) {
    await postpone(run, error);
  }
}

async function callHandler<T extends FactType>(
  effect: Effect,
  type: T,
  { fact: { data, mode, occurredAt, key, workspace } }: ClaimedRun,
  signal: AbortSignal,
): Promise<void> {
  // The schema for a type is known by its name; indexing alone loses the correlation.
  const parsed = FACTS[type].parse(data) as Fact<T>['data'];
  const { email, name } = ownerIn(workspace);
  const customer = { id: workspace.id, email, name };
  await effect.on[type]?.({ type, data: parsed, mode, occurredAt, customer }, { idempotencyKey: key, signal });
}

/** Updates a run if we still hold its lease. */
async function close({ id, leaseToken }: EffectRun, data: Prisma.EffectRunUpdateManyMutationInput): Promise<void> {
  await db().effectRun.updateMany({ where: { id, leaseToken, status: 'running' }, data });
}

/** Requeues with exponential backoff in real time; after the last attempt the run is dead and an alert is raised. */
async function postpone(run: ClaimedRun, error: unknown): Promise<void> {
  const { id, effect, attempts, fact } = run;
  log().error({ err: error, effect, fact: fact.key }, 'effect failed');
  const dead = attempts % MAX_ATTEMPTS === 0;
  const message = redactPersonalData(error instanceof Error ? error.message : 'unknown error').slice(0, 500);
  const written = await db().$executeRaw`
    UPDATE "EffectRun" SET status = ${dead ? 'dead' : 'waiting'}::"EffectStatus", error = ${message}, "leaseToken" = NULL,
      "nextAttemptAt" = now() + make_interval(secs => least(3600, 15 * power(2, (attempts - 1) % ${MAX_ATTEMPTS})::int))
    WHERE id = ${id} AND "leaseToken" = ${run.leaseToken} AND status = 'running'`;
  if (dead && written === 1) {
    await raiseAlert(db(), `dead-effect:${id}:${attempts}`, 'dead effect', {
      runId: id,
      effect,
      fact: fact.key,
      message,
    });
  }
}
