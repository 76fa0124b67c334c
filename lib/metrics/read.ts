import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import type { EventStatus } from '@/lib/generated/prisma/enums';
import { COUNT_LIMIT } from '@/lib/operators/page';

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
  /** Seconds; null for what has no age. */
  readonly age: number | null;
}

/** States of webhooks that are not done. */
const EVENTS_LEFT = ['received', 'processing', 'failed', 'dead'] as const satisfies readonly EventStatus[];
/** As text, because PostgreSQL chooses an index before it knows the parameters. */
const MOST = Prisma.raw(String(COUNT_LIMIT));
/** Seconds since the oldest of the rows that a part counts. */
const age = (column: string) => Prisma.raw(`extract(epoch FROM now() - min(${column}))::float`);

/**
 * How much waits and how old it is, what is dead, open alerts, and when each job ran and each provider was heard last. Each
 * part follows an index, in its order, and stops at `COUNT_LIMIT` rows: a scrape costs the same after a long outage. Emails
 * wait once they are due, by business time.
 */
export async function readDatabase(): Promise<Reading[]> {
  const { mode } = env().payments;
  const now = await businessNow();
  const counted = await db().$queryRaw<Counted[]>`
    ${Prisma.join(EVENTS_LEFT.map(eventsOf), ' UNION ALL ')}
    UNION ALL
    SELECT 'received', each::text, 0, extract(epoch FROM now() - newest)::float
    FROM unnest(enum_range(NULL::"Provider")) each, LATERAL (
      SELECT "receivedAt" AS newest FROM "WebhookEvent" WHERE mode = ${mode}::"Mode" AND provider = each
      ORDER BY "receivedAt" DESC, id DESC LIMIT 1) seen
    UNION ALL
    SELECT 'operations', status::text, count(*)::int, ${age('"createdAt"')} FROM (
      SELECT status, "createdAt" FROM "Operation" WHERE status IN ('planned', 'sent', 'unknown') LIMIT ${MOST}) open
    GROUP BY status
    UNION ALL
    SELECT 'emails', status::text, count(*)::int, greatest(0, extract(epoch FROM ${now}::timestamptz - min(since)))::float FROM (
      SELECT status, greatest("dueAt", "createdAt") AS since FROM "Email"
      WHERE status IN ('waiting', 'sending') AND "dueAt" <= ${now}::timestamptz ORDER BY "dueAt" LIMIT ${MOST}) due
    GROUP BY status
    UNION ALL
    SELECT 'emails', 'failed', count(*)::int, NULL FROM (
      SELECT FROM "Email" WHERE status = 'failed' AND "nextAttemptAt" > now() - interval '1 day'
      ORDER BY "nextAttemptAt" LIMIT ${MOST}) failed
    HAVING count(*) > 0
    UNION ALL
    SELECT 'alerts', kinds.kind, count, NULL FROM (${OPEN_KINDS}) kinds, LATERAL (
      SELECT count(*)::int AS count FROM (
        SELECT FROM "Alert" WHERE "closedAt" IS NULL AND kind = kinds.kind LIMIT ${MOST}) open) counted
    UNION ALL
    SELECT 'checkouts', state::text, count(*)::int, NULL FROM (
      SELECT state FROM "Checkout" WHERE mode = ${mode}::"Mode" AND "createdAt" > now() - interval '1 day'
      ORDER BY "createdAt" DESC LIMIT ${MOST}) day
    GROUP BY state
    UNION ALL
    SELECT 'jobs', job, 0, coalesce(extract(epoch FROM now() - "lastRunAt"), 0)::float FROM "JobLease"
    UNION ALL
    SELECT 'differences', each::text, count, NULL FROM unnest(enum_range(NULL::"Provider")) each, LATERAL (
      SELECT id FROM "ReconcileRun" WHERE mode = ${mode}::"Mode" AND provider = each AND "finishedAt" IS NOT NULL
      ORDER BY "startedAt" DESC LIMIT 1) run, LATERAL (
      SELECT count(*)::int AS count FROM (
        SELECT FROM "ReconcileDiff" WHERE "runId" = run.id LIMIT ${MOST}) found) counted`;
  return counted.flatMap(({ name, kind, count, age }) =>
    SHOWN.flatMap(({ of, metric, help, label, take }) => {
      const value = take === 'count' ? count : age;
      return of === name && value !== null ? [{ name: metric, help, labels: { [label]: kind }, value }] : [];
    }),
  );
}

/** With the id in their order, events follow the index that begins with the mode, not the one of all by time. */
function eventsOf(status: string): Prisma.Sql {
  const { mode } = env().payments;
  return Prisma.sql`
    SELECT 'events' AS name, ${Prisma.raw(`'${status}'`)} AS kind, count(*)::int AS count, ${age('"receivedAt"')} AS age FROM (
      SELECT "receivedAt" FROM "WebhookEvent" WHERE mode = ${mode}::"Mode" AND status = ${Prisma.raw(`'${status}'`)}
      ORDER BY "receivedAt", id LIMIT ${MOST}) first
    HAVING count(*) > 0`;
}

/** The kinds of open alerts, each found by an index instead of in all alerts (wiki.postgresql.org/wiki/Loose_indexscan). */
const OPEN_KINDS = Prisma.sql`
  WITH RECURSIVE each AS (
    SELECT min(kind) AS kind FROM "Alert" WHERE "closedAt" IS NULL AND kind > ''
    UNION ALL
    SELECT (SELECT min(kind) FROM "Alert" WHERE "closedAt" IS NULL AND kind > each.kind) FROM each WHERE kind IS NOT NULL)
  SELECT kind FROM each WHERE kind IS NOT NULL`;

const SHOWN = [
  {
    ...{ of: 'events', metric: 'tollgate_events', label: 'status', take: 'count' },
    help: 'Webhooks that are not done, by status; counts to 10,000',
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
    help: 'Operations at providers that are not done; counts to 10,000',
  },
  {
    ...{ of: 'operations', metric: 'tollgate_operations_age_seconds', label: 'status', take: 'age' },
    help: 'Age of the oldest operation that is not done',
  },
  {
    ...{ of: 'emails', metric: 'tollgate_emails', label: 'status', take: 'count' },
    help: 'Emails that are due and not sent, and those that failed within a day; counts to 10,000',
  },
  {
    ...{ of: 'emails', metric: 'tollgate_emails_age_seconds', label: 'status', take: 'age' },
    help: 'Seconds since the oldest email that is not sent was due',
  },
  {
    ...{ of: 'alerts', metric: 'tollgate_alerts_open', label: 'kind', take: 'count' },
    help: 'Open alerts by kind; counts to 10,000',
  },
  {
    ...{ of: 'checkouts', metric: 'tollgate_checkouts_day', label: 'state', take: 'count' },
    help: 'Checkouts created in the last 24 hours, by state; the newest 10,000',
  },
  {
    ...{ of: 'jobs', metric: 'tollgate_job_age_seconds', label: 'job', take: 'age' },
    help: 'Seconds since each job finished',
  },
  {
    ...{ of: 'differences', metric: 'tollgate_reconcile_differences', label: 'provider', take: 'count' },
    help: 'Differences that the last finished reconciliation found; counts to 10,000',
  },
] as const;
