import { businessNowIn } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { driver } from '../providers';
import type { Mode, Provider } from '../types';
import { RunLease } from './run-lease';
import { ReconcileUnderWay } from './under-way';

const DAY = 86_400_000;
/** Refunds and disputes arrive late; older payments are checked if they have a recent refund or dispute. */
const MONEY_DAYS = 35;
/** Days a run looks back from the start of the previous one: payments in progress then have succeeded or failed. */
const OVERLAP_DAYS = 2;
/** Days between runs that look back over the whole period. */
const WHOLE_EVERY_DAYS = 7;

export interface ReconcileOptions {
  readonly provider: Provider;
  /** `cron`, `admin:<id>`, `command line`. */
  readonly actor: string;
  /** Reports differences and changes nothing. */
  readonly dryRun?: boolean;
  /**
   * Whether it checks everything, including deleted customers. Otherwise it checks payments since the previous run,
   * which webhooks usually report too, so the daily run stays cheap.
   */
  readonly everything?: boolean;
  readonly rootsPerSecond?: number;
  /** How many subscriptions are checked even though nothing seems to have changed; of license keys, four times as many. */
  readonly slice?: number;
  /** Milliseconds since the epoch, real time: the run stops then, and the next one continues. */
  readonly until?: number;
  /** Called after each target and page, for a caller that has a lease of its own. */
  readonly onProgress?: () => void;
}

interface OpenRun {
  readonly id: string;
  readonly actor: string;
  readonly startedAt: Date;
  readonly everything: boolean;
  readonly secondsLeft: number;
}

/** The interrupted run, taken over, or a new one. Throws `ReconcileUnderWay`. */
export async function openRun({
  provider,
  actor,
  dryRun = false,
  everything = true,
  onProgress = () => {},
}: ReconcileOptions): Promise<RunLease> {
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
            // The process that continues a run becomes its actor. A run with a smaller scope starts over.
            data: { actor, ...(everything && !open.everything ? { ...scope, cursor: '' } : {}) },
          });
    return RunLease.take(tx, run, onProgress);
  });
}

interface Scope {
  readonly provider: Provider;
  readonly mode: Mode;
  readonly everything: boolean;
  /** Business time. */
  readonly asOf: Date;
}

/** The earliest business time of the payments that a full run started at this time checks. */
export function wholeSpan(asOf: Date): Date {
  return new Date(asOf.getTime() - MONEY_DAYS * DAY);
}

/** The time from which payments are checked. Runs that couldn't check all of theirs don't count. */
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
