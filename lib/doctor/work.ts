import { configuredProviders } from '@/lib/billing/providers';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { isJob, JOBS, type JobName } from '@/lib/jobs';
import { verifyMailServer } from '@/lib/mail/transport';
import { attempt, type Finding, failure, ok, warning } from './finding';

/** Minutes a job may be late on a server of ours, and where a platform calls it once a day. */
const LATE = { minutes: 10, minutesOfDaily: 26 * 60 } as const;

/** The background jobs, mail, and what they left to a person. */
export async function checkWork(now: Date, isDaily: boolean): Promise<readonly Finding[]> {
  return [
    ...(await attempt('jobs', 'Start the app, or have /api/cron/* called', () => checkJobs(now, isDaily))),
    ...(await attempt('mail', 'Check SMTP_URL', async () => {
      await verifyMailServer();
      return ok('mail', `${new URL(env().smtpUrl).host} accepts mail`);
    })),
    ...(await attempt('alerts', 'Run: npm run billing:alerts', checkAlerts)),
    ...(await attempt('waiting webhooks', 'Check DATABASE_URL', checkWithoutKeys)),
  ];
}

async function checkJobs(now: Date, isDaily: boolean): Promise<readonly Finding[]> {
  const rows = await db().jobLease.findMany();
  const ran = new Map(rows.map(({ job, lastRunAt }) => [job, lastRunAt]));
  return Object.keys(JOBS)
    .filter(isJob)
    .map((job) => checkJob(job, ran.get(job) ?? null, now, isDaily));
}

/** A job is late after three of its intervals, and at least ten minutes. */
export function checkJob(job: JobName, lastRunAt: Date | null, now: Date, isDaily: boolean): Finding {
  const check = `job ${job}`;
  const todo = 'Start the app, or have /api/cron/* called with CRON_SECRET: docs/deploy.md#background-jobs';
  if (lastRunAt === null) return warning(check, 'has never run', todo);
  const minutes = Math.round((now.getTime() - lastRunAt.getTime()) / 60_000);
  const interval = JOBS[job].everySeconds / 60;
  const late = Math.max(3 * interval, isDaily ? LATE.minutesOfDaily : LATE.minutes);
  if (minutes > late) return failure(check, `last ran ${minutes} minutes ago`, todo);
  return ok(check, `last ran ${minutes} minutes ago`);
}

/** Webhooks of a provider that has no keys anymore wait until it has some again. */
export async function checkWithoutKeys(): Promise<Finding> {
  const rows = await db().$queryRaw<{ provider: string; count: number }[]>`
    SELECT provider::text, count(*)::int AS count FROM "WebhookEvent"
    WHERE mode = ${env().payments.mode}::"Mode" AND status IN ('received', 'processing', 'failed')
      AND NOT provider::text = ANY(${configuredProviders()}) GROUP BY provider`;
  const [left] = rows;
  if (left === undefined) return ok('waiting webhooks', 'none waits for a provider without keys');
  const todo = 'Configure its keys again: docs/one-provider.md#turn-the-other-one-off';
  return warning('waiting webhooks', `${left.count} of ${left.provider}, which has no keys, are waiting`, todo);
}

async function checkAlerts(): Promise<Finding> {
  const alerts = await db().alert.count({ where: { closedAt: null } });
  if (alerts === 0) return ok('alerts', 'none open');
  return warning('alerts', `${alerts} open ${alerts === 1 ? 'alert' : 'alerts'}`, 'Run: npm run billing:alerts');
}
