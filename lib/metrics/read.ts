import { db } from '@/lib/db';
import { env } from '@/lib/env';

/** One number with its labels, as the database has it now. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Counted {
  readonly name: string;
  readonly kind: string;
  readonly count: number;
  readonly age: number;
}

/**
 * How much waits and how old it is, what is dead, open alerts, and when each job ran and each provider was heard last. Each
 * part is read through an index, never over the whole history.
 */
export async function readDatabase(): Promise<Reading[]> {
  const { mode } = env().payments;
  const counted = await db().$queryRaw<Counted[]>`
    SELECT 'events' AS name, status::text AS kind, count(*)::int AS count,
      coalesce(extract(epoch FROM now() - min("receivedAt")), 0)::float AS age
    FROM "WebhookEvent" WHERE mode = ${mode}::"Mode" AND status IN ('received', 'processing', 'failed', 'dead') GROUP BY status
    UNION ALL
    SELECT 'received', provider::text, 0, extract(epoch FROM now() - newest)::float
    FROM unnest(enum_range(NULL::"Provider")) provider, LATERAL (
      SELECT max("receivedAt") AS newest FROM "WebhookEvent" e WHERE e.mode = ${mode}::"Mode" AND e.provider = provider.provider) seen
    WHERE newest IS NOT NULL
    UNION ALL
    SELECT 'operations', status::text, count(*)::int, coalesce(extract(epoch FROM now() - min("createdAt")), 0)::float
    FROM "Operation" WHERE status IN ('planned', 'sent', 'unknown') GROUP BY status
    UNION ALL
    SELECT 'emails', status::text, count(*)::int, coalesce(extract(epoch FROM now() - min("createdAt")), 0)::float
    FROM "Email" WHERE status IN ('waiting', 'sending', 'failed') GROUP BY status
    UNION ALL
    SELECT 'alerts', kind, count(*)::int, coalesce(extract(epoch FROM now() - min("createdAt")), 0)::float
    FROM "Alert" WHERE "closedAt" IS NULL GROUP BY kind
    UNION ALL
    SELECT 'checkouts', state::text, count(*)::int, 0 FROM "Checkout"
    WHERE mode = ${mode}::"Mode" AND "createdAt" > now() - interval '1 day' GROUP BY state
    UNION ALL
    SELECT 'jobs', job, 0, coalesce(extract(epoch FROM now() - "lastRunAt"), 0)::float FROM "JobLease"
    UNION ALL
    SELECT 'differences', r.provider::text, count(d.id)::int, 0 FROM (
      SELECT DISTINCT ON (provider) id, provider FROM "ReconcileRun"
      WHERE mode = ${mode}::"Mode" AND "finishedAt" IS NOT NULL ORDER BY provider, "startedAt" DESC) r
    LEFT JOIN "ReconcileDiff" d ON d."runId" = r.id GROUP BY r.provider`;
  return counted.flatMap(({ name, kind, count, age }) =>
    SHOWN.filter((metric) => metric.of === name).map(({ metric, help, label, take }) => ({
      ...{ name: metric, help, labels: { [label]: kind } },
      value: take === 'count' ? count : age,
    })),
  );
}

const SHOWN = [
  {
    ...{ of: 'events', metric: 'tollgate_events', label: 'status', take: 'count' },
    help: 'Webhooks that are not done, by status',
  },
  {
    ...{ of: 'events', metric: 'tollgate_events_age_seconds', label: 'status', take: 'age' },
    help: 'Age of the oldest webhook that is not done',
  },
  {
    ...{ of: 'received', metric: 'tollgate_webhook_age_seconds', label: 'provider', take: 'age' },
    help: 'Seconds since the newest webhook that was not known yet',
  },
  {
    ...{ of: 'operations', metric: 'tollgate_operations', label: 'status', take: 'count' },
    help: 'Operations at providers that are not done',
  },
  {
    ...{ of: 'operations', metric: 'tollgate_operations_age_seconds', label: 'status', take: 'age' },
    help: 'Age of the oldest operation that is not done',
  },
  { ...{ of: 'emails', metric: 'tollgate_emails', label: 'status', take: 'count' }, help: 'Emails that are not sent' },
  {
    ...{ of: 'emails', metric: 'tollgate_emails_age_seconds', label: 'status', take: 'age' },
    help: 'Age of the oldest email that is not sent',
  },
  { ...{ of: 'alerts', metric: 'tollgate_alerts_open', label: 'kind', take: 'count' }, help: 'Open alerts by kind' },
  {
    ...{ of: 'checkouts', metric: 'tollgate_checkouts_day', label: 'state', take: 'count' },
    help: 'Checkouts created in the last 24 hours, by state',
  },
  {
    ...{ of: 'jobs', metric: 'tollgate_job_age_seconds', label: 'job', take: 'age' },
    help: 'Seconds since each job finished',
  },
  {
    ...{ of: 'differences', metric: 'tollgate_reconcile_differences', label: 'provider', take: 'count' },
    help: 'Differences that the last finished reconciliation found',
  },
] as const;
