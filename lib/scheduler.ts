import { randomUUID } from 'node:crypto';
import { cleanUp } from './cleanup';
import { db } from './db';
import { drainBilling, reconcileAll } from './jobs';
import { log } from './log';

/** What runs by itself: how often, in seconds of real time, and what. The names are those of /api/cron/[job]. */
export const JOBS = {
  billing: { everySeconds: 4, run: async () => void (await drainBilling()) },
  cleanup: { everySeconds: 3600, run: cleanUp },
  reconcile: { everySeconds: 86_400, run: reconcileAll },
} as const satisfies Record<string, { everySeconds: number; run: () => Promise<void> }>;

export type JobName = keyof typeof JOBS;

export function isJob(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}

/** A job that takes longer than this loses its lease; its work is safe to be done twice. */
const LEASE_SECONDS = 120;

/** Runs a job now, unless another process is at it. True when it ran. */
export async function runJob(name: JobName): Promise<boolean> {
  return runUnlessSince(name, 0);
}

/** Runs a job unless it is under way, or ran within so many seconds, in whichever process. */
async function runUnlessSince(name: JobName, seconds: number): Promise<boolean> {
  const token = randomUUID();
  const taken = await db().$executeRaw`
    INSERT INTO "JobLease" (job, token, until) VALUES (${name}, ${token}, now() + make_interval(secs => ${LEASE_SECONDS}))
    ON CONFLICT (job) DO UPDATE SET token = excluded.token, until = excluded.until
    WHERE "JobLease".until <= now()
      AND ("JobLease"."lastRunAt" IS NULL OR "JobLease"."lastRunAt" <= now() - make_interval(secs => ${seconds}))`;
  if (taken === 0) return false;
  try {
    await JOBS[name].run();
    return true;
  } finally {
    await db().$executeRaw`
      UPDATE "JobLease" SET until = now(), "lastRunAt" = now() WHERE job = ${name} AND token = ${token}`;
  }
}

const kept = globalThis as typeof globalThis & { tollgateScheduler?: NodeJS.Timeout };

/** How often a process looks whether something is due. */
const TICK_MS = 5_000;

/** The scheduler of a long-running server; on serverless platforms a cron calls /api/cron/[job] instead. */
export function startScheduler(): void {
  if (kept.tollgateScheduler) return;
  let looking = false;
  kept.tollgateScheduler = setInterval(async () => {
    if (looking) return;
    looking = true;
    for (const name of Object.keys(JOBS).filter(isJob)) {
      try {
        await runUnlessSince(name, JOBS[name].everySeconds);
      } catch (error) {
        log().error({ err: error, job: name }, 'job failed');
      }
    }
    looking = false;
  }, TICK_MS);
  kept.tollgateScheduler.unref();
}
