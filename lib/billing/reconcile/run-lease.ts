import { db, type Tx } from '@/lib/db';
import { Prisma, type ReconcileRun } from '@/lib/generated/prisma/client';
import { ReconcileUnderWay } from './under-way';

/**
 * Seconds of real time without progress after which a run was interrupted and is continued. Syncing one target takes longer
 * only if its provider answers very slowly.
 */
const LEASE_SECONDS = 120;

/** Rounded to what a Date can hold, because the lease's end is compared with it. */
const LEASE_END = Prisma.sql`date_trunc('milliseconds', clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}))`;

type Progress = Omit<Prisma.ReconcileRunUncheckedUpdateManyInput, 'leaseUntil'>;

/**
 * The right to continue a run. The end of the lease is its token: only the process that wrote it can extend it, so one
 * that was away for longer than the lease notices that another has taken the run.
 */
export class RunLease {
  private constructor(
    readonly run: ReconcileRun,
    private until: Date,
    private readonly onProgress: () => void,
  ) {}

  /** Takes the lease, also from a process that still has it: the caller knows that it expired. */
  static async take(tx: Tx, run: ReconcileRun, onProgress: () => void): Promise<RunLease> {
    const [taken] = await tx.$queryRaw<{ until: Date }[]>`
      UPDATE "ReconcileRun" SET "leaseUntil" = ${LEASE_END} WHERE id = ${run.id} RETURNING "leaseUntil" AS until`;
    if (taken === undefined) throw gone(run);
    return new RunLease(run, taken.until, onProgress);
  }

  /** Extends the lease and records progress. Throws `ReconcileUnderWay` if another process has taken the run. */
  async extend(progress: Progress = {}): Promise<ReconcileRun> {
    const { id } = this.run;
    const [extended] = await db().$queryRaw<{ until: Date }[]>`
      UPDATE "ReconcileRun" SET "leaseUntil" = ${LEASE_END}
      WHERE id = ${id} AND "leaseUntil" = ${this.until} RETURNING "leaseUntil" AS until`;
    if (extended === undefined) throw await this.lost();
    this.until = extended.until;
    const [run] = await db().reconcileRun.updateManyAndReturn({
      where: { id, leaseUntil: this.until },
      data: progress,
    });
    if (run === undefined) throw await this.lost();
    this.onProgress();
    return run;
  }

  /** Releases a run that stops early, so the next process doesn't have to wait for the lease to expire. */
  async release(): Promise<ReconcileRun> {
    const { id } = this.run;
    await db().$executeRaw`
      UPDATE "ReconcileRun" SET "leaseUntil" = now() WHERE id = ${id} AND "leaseUntil" = ${this.until}`;
    return db().reconcileRun.findUniqueOrThrow({ where: { id } });
  }

  private async lost(): Promise<Error> {
    const [now] = await db().$queryRaw<{ actor: string; startedAt: Date; secondsLeft: number }[]>`
      SELECT actor, "startedAt", greatest(0, ceil(extract(epoch FROM "leaseUntil" - now())))::int AS "secondsLeft"
      FROM "ReconcileRun" WHERE id = ${this.run.id}`;
    if (now === undefined) return gone(this.run);
    return new ReconcileUnderWay(this.run.provider, now.actor, now.startedAt, now.secondsLeft);
  }
}

function gone({ id }: ReconcileRun): Error {
  return new Error(`The reconciliation ${id} was deleted`);
}
