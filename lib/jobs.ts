import { randomUUID } from 'node:crypto';
import type { ProviderReport } from './billing/reconcile/all';
import { cleanUp } from './cleanup';
import { db } from './db';
import { reconcileAll, runBilling, runEffects, runMails } from './drain';
import { notifyOfAlerts } from './operators/notify';

interface Job {
  readonly everySeconds: number;
  /** What may take longer than ten minutes, as a reconciliation, calls `onProgress`. */
  readonly run: (seconds?: number, onProgress?: () => void) => Promise<unknown>;
}

/** Scheduled jobs and their interval in seconds of real time. /api/cron/[job] uses the same names. */
export const JOBS = {
  billing: { everySeconds: 4, run: runBilling },
  alerts: { everySeconds: 60, run: async () => void (await notifyOfAlerts()) },
  // Separate from `billing`, whose providers may be slow.
  mails: { everySeconds: 2, run: runMails },
  // Separate from `billing` too: what a fork's effects call may be slower still.
  effects: { everySeconds: 2, run: runEffects },
  cleanup: { everySeconds: 3600, run: cleanUp },
  reconcile: { everySeconds: 86_400, run: reconcileAll },
} as const satisfies Record<string, Job>;

export type JobName = keyof typeof JOBS;

export function isJob(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}

/** After so many seconds, what a process that died was running may run in another one. Longer than a reconciliation's own lease. */
const leaseSeconds = (name: JobName): number => (name === 'reconcile' ? 130 : 30);
/** How often a process extends the lease of what it is running, in ms. */
const EXTEND_EVERY = 10_000;
/** After so long without progress, in ms, a lease is no longer extended: the job may run concurrently, which is safe. */
const STUCK_AFTER = 600_000;

export interface JobRun {
  /** False when another process is running it. */
  readonly ran: boolean;
  /** What a reconciliation did for each provider; other jobs report nothing. */
  readonly result?: readonly ProviderReport[];
}

interface RunOptions {
  /** Whether a run that left something counts as the job's last one, so that the scheduler waits for the next interval. */
  readonly partialCounts?: boolean;
}

/** Runs a job now unless another process is running it. One that takes long does what fits into so many seconds. */
export async function runJob(name: JobName, seconds?: number, options: RunOptions = {}): Promise<JobRun> {
  return runIfDue(name, 0, seconds, options);
}

/** Runs a job unless any process is running it or ran it within the last `seconds`. */
export async function runIfDue(
  name: JobName,
  seconds: number,
  available?: number,
  { partialCounts = true }: RunOptions = {},
): Promise<JobRun> {
  const token = randomUUID();
  const taken = await db().$executeRaw`
    INSERT INTO "JobLease" (job, token, until) VALUES (${name}, ${token}, now() + make_interval(secs => ${leaseSeconds(name)}))
    ON CONFLICT (job) DO UPDATE SET token = excluded.token, until = excluded.until
    WHERE "JobLease".until <= now()
      AND ("JobLease"."lastRunAt" IS NULL OR "JobLease"."lastRunAt" <= now() - make_interval(secs => ${seconds}))`;
  if (taken === 0) return { ran: false };
  let progressed = Date.now();
  const timer = setInterval(() => {
    // If one extension fails, the next one may succeed; if none does, the lease expires.
    if (Date.now() - progressed < STUCK_AFTER) extend(name, token).catch(() => null);
  }, EXTEND_EVERY);
  let counts = true;
  try {
    const result = await JOBS[name].run(available, () => {
      progressed = Date.now();
    });
    counts = partialCounts || (result ?? []).every(({ state }) => state === 'done');
    return result === undefined ? { ran: true } : { ran: true, result };
  } finally {
    clearInterval(timer);
    await db().$executeRaw`
      UPDATE "JobLease" SET until = now(), "lastRunAt" = CASE WHEN ${counts} THEN now() ELSE "lastRunAt" END WHERE job = ${name} AND token = ${token}`;
  }
}

function extend(name: JobName, token: string): Promise<number> {
  return db().$executeRaw`
    UPDATE "JobLease" SET until = now() + make_interval(secs => ${leaseSeconds(name)}) WHERE job = ${name} AND token = ${token}`;
}
