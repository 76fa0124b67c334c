import { db } from '@/lib/db';
import type { Prisma, ReconcileRun } from '@/lib/generated/prisma/client';
import { driver } from '../providers';
import type { Provider } from '../types';

/** A run that has not moved for so long (real time) was cut off and is continued. Looking at one root takes less. */
const LEASE_SECONDS = 120;

export interface ReconcileOptions {
  readonly provider: Provider;
  /** `cron`, `admin:<id>`, `command line`. */
  readonly actor: string;
  /** Reports what is different and changes nothing. */
  readonly dryRun?: boolean;
  readonly rootsPerSecond?: number;
  /** How many subscriptions are looked at though nothing seems to have changed. */
  readonly slice?: number;
  /** Milliseconds since the epoch, real time: a run stops then, and the next one continues. */
  readonly until?: number;
}

/** Another process holds the run. One that was killed holds it until its lease is over. */
export class ReconcileUnderWay extends Error {
  override readonly name = 'ReconcileUnderWay';
  constructor(
    readonly provider: Provider,
    readonly actor: string,
    readonly startedAt: Date,
    /** Seconds until its lease is over, unless it prolongs it. */
    readonly secondsLeft: number,
  ) {
    super(
      `${provider} is being reconciled by ${actor} since ${startedAt.toISOString()}. If that run was killed, it can be continued in ${secondsLeft} seconds.`,
    );
  }
}

interface OpenRun {
  readonly id: string;
  readonly actor: string;
  readonly startedAt: Date;
  readonly secondsLeft: number;
}

/** The run that was cut off, taken over, or a new one. Raises `ReconcileUnderWay`. */
export async function openRun({ provider, actor, dryRun = false }: ReconcileOptions): Promise<ReconcileRun> {
  const { mode } = driver(provider);
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`reconcile:${provider}:${mode}`}, 0))`;
    const [open] = await tx.$queryRaw<OpenRun[]>`
      SELECT id, actor, "startedAt", ceil(extract(epoch FROM "leaseUntil" - now()))::int AS "secondsLeft"
      FROM "ReconcileRun"
      WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode" AND "dryRun" = ${dryRun}
        AND "finishedAt" IS NULL
      ORDER BY "startedAt" DESC LIMIT 1`;
    if (open !== undefined && open.secondsLeft > 0) {
      throw new ReconcileUnderWay(provider, open.actor, open.startedAt, open.secondsLeft);
    }
    const run =
      open === undefined
        ? await tx.reconcileRun.create({ data: { provider, mode, dryRun, actor } })
        : // Whoever continues it is who reconciles now.
          await tx.reconcileRun.update({ where: { id: open.id }, data: { actor } });
    await tx.$executeRaw`
      UPDATE "ReconcileRun" SET "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS}) WHERE id = ${run.id}`;
    return run;
  });
}

/** Writes how far a run has come and keeps it for us a while longer. */
export async function moveRun({ id }: ReconcileRun, data: Prisma.ReconcileRunUpdateInput): Promise<ReconcileRun> {
  await db().$executeRaw`
    UPDATE "ReconcileRun" SET "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS}) WHERE id = ${id}`;
  return db().reconcileRun.update({ where: { id }, data });
}

/** Lets go of a run that stops before its end, so that whoever comes next need not wait until the lease is over. */
export async function releaseRun({ id }: ReconcileRun): Promise<ReconcileRun> {
  await db().$executeRaw`UPDATE "ReconcileRun" SET "leaseUntil" = now() WHERE id = ${id}`;
  return db().reconcileRun.findUniqueOrThrow({ where: { id } });
}
