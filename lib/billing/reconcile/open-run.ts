import { businessNowIn } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import type { Prisma, ReconcileRun } from '@/lib/generated/prisma/client';
import { driver } from '../providers';
import type { Mode, Provider } from '../types';

const DAY = 86_400_000;
/** Refunds and disputes come late; older payments are looked at when a refund or dispute of theirs is recent. */
const MONEY_DAYS = 35;
/** Days that a run looks back from the beginning of the one before: what was being paid then is paid or given up. */
const OVERLAP_DAYS = 2;
/** Every so many days a run looks back the whole time again. */
const WHOLE_EVERY_DAYS = 7;

/** A run that has not moved for so long (real time) was cut off and is continued. Looking at one root takes less. */
const LEASE_SECONDS = 120;

export interface ReconcileOptions {
  readonly provider: Provider;
  /** `cron`, `admin:<id>`, `command line`. */
  readonly actor: string;
  /** Reports what is different and changes nothing. */
  readonly dryRun?: boolean;
  /**
   * Whether it looks at everything, also for customers that are gone. Else at money since the run before, which is told of
   * by webhooks as a rule: what runs every day costs little that way.
   */
  readonly everything?: boolean;
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
  readonly everything: boolean;
  readonly secondsLeft: number;
}

/** The run that was cut off, taken over, or a new one. Raises `ReconcileUnderWay`. */
export async function openRun({
  provider,
  actor,
  dryRun = false,
  everything = true,
}: ReconcileOptions): Promise<ReconcileRun> {
  const { mode } = driver(provider);
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`reconcile:${provider}:${mode}`}, 0))`;
    const [open] = await tx.$queryRaw<OpenRun[]>`
      SELECT id, actor, "startedAt", everything, ceil(extract(epoch FROM "leaseUntil" - now()))::int AS "secondsLeft"
      FROM "ReconcileRun"
      WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode" AND "dryRun" = ${dryRun}
        AND "finishedAt" IS NULL
      ORDER BY "startedAt" DESC LIMIT 1`;
    if (open !== undefined && open.secondsLeft > 0) {
      throw new ReconcileUnderWay(provider, open.actor, open.startedAt, open.secondsLeft);
    }
    const asOf = await businessNowIn(tx);
    const scope = { everything, asOf, since: await moneySince(tx, { provider, mode, everything, asOf }) };
    const run =
      open === undefined
        ? await tx.reconcileRun.create({ data: { provider, mode, dryRun, actor, ...scope } })
        : await tx.reconcileRun.update({
            where: { id: open.id },
            // Whoever continues it is who reconciles now. One that looked at less begins again.
            data: { actor, ...(everything && !open.everything ? { ...scope, cursor: '' } : {}) },
          });
    await tx.$executeRaw`
      UPDATE "ReconcileRun" SET "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS}) WHERE id = ${run.id}`;
    return run;
  });
}

interface Scope {
  readonly provider: Provider;
  readonly mode: Mode;
  readonly everything: boolean;
  /** Business time. */
  readonly asOf: Date;
}

/** The first business time of the money that a run from this moment looks at, when it looks at everything. */
export function wholeSpan(asOf: Date): Date {
  return new Date(asOf.getTime() - MONEY_DAYS * DAY);
}

/** From when on money is looked at. Runs that could not look at all of theirs count for nothing. */
async function moneySince(tx: Tx, { provider, mode, everything, asOf }: Scope): Promise<Date> {
  const whole = wholeSpan(asOf);
  if (everything) return whole;
  const lately = new Date(asOf.getTime() - WHOLE_EVERY_DAYS * DAY);
  const done = await tx.reconcileRun.findMany({
    where: { provider, mode, dryRun: false, failed: 0, finishedAt: { not: null }, asOf: { gte: lately, lte: asOf } },
    orderBy: { asOf: 'desc' },
  });
  const [last] = done;
  const wasWhole = done.some((run) => run.asOf !== null && run.since !== null && run.since <= wholeSpan(run.asOf));
  if (!wasWhole || last === undefined || last.asOf === null) return whole;
  return new Date(last.asOf.getTime() - OVERLAP_DAYS * DAY);
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
