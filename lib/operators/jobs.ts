import { db } from '@/lib/db';
import { JOBS } from '@/lib/jobs';

export interface JobRow {
  readonly name: string;
  readonly everySeconds: number;
  readonly lastRunAt: Date | null;
  /** When it is due; null before its first run. */
  readonly nextRunAt: Date | null;
  readonly running: boolean;
}

/** The scheduled jobs with their last run, in real time. */
export async function listJobs(): Promise<JobRow[]> {
  const leases = await db().jobLease.findMany();
  return Object.entries(JOBS).map(([name, { everySeconds }]) => {
    const lease = leases.find(({ job }) => job === name);
    const lastRunAt = lease?.lastRunAt ?? null;
    return {
      ...{ name, everySeconds, lastRunAt },
      nextRunAt: lastRunAt === null ? null : new Date(lastRunAt.getTime() + everySeconds * 1000),
      running: lease !== undefined && lease.until > new Date(),
    };
  });
}
