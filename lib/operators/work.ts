import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { type Email, type Operation, Prisma } from '@/lib/generated/prisma/client';
import { countUpTo } from './page';

/** Rows of each list; the counts say when there are more. */
const SHOWN = 50;

export interface WaitingWork {
  readonly events: readonly Omit<Prisma.WebhookEventGetPayload<object>, 'payload'>[];
  readonly operations: readonly Operation[];
  readonly emails: readonly Email[];
  /** Up to `COUNT_LIMIT`, and one more if there are more. */
  readonly counts: { readonly events: number; readonly operations: number; readonly emails: number };
}

/** What is dead, or was due and hasn't been done: webhooks, operations, and emails, the longest overdue first. */
export async function waitingWork(): Promise<WaitingWork> {
  const { mode } = env().payments;
  const late = new Date(Date.now() - 60_000);
  // Each selection follows an index of its own; an `OR` of two would read and sort everything that waits.
  const events = [
    Prisma.sql`FROM "WebhookEvent" WHERE mode = ${mode}::"Mode" AND status = 'dead'`,
    Prisma.sql`FROM "WebhookEvent" WHERE mode = ${mode}::"Mode" AND status IN ('received', 'processing', 'failed')
      AND "nextAttemptAt" < ${late}`,
  ];
  const operations = [
    Prisma.sql`FROM "Operation" WHERE mode = ${mode}::"Mode" AND status IN ('planned', 'sent', 'unknown')`,
  ];
  const emails = [
    Prisma.sql`FROM "Email" WHERE status = 'failed'`,
    Prisma.sql`FROM "Email" WHERE status IN ('waiting', 'sending') AND "dueAt" < ${late} AND "nextAttemptAt" < ${late}`,
  ];
  const oldestFirst = { orderBy: { nextAttemptAt: 'asc' } } as const;
  const [eventRows, operationRows, emailRows, ...counts] = await Promise.all([
    longestOverdue(events).then((id) =>
      db().webhookEvent.findMany({ where: { id }, omit: { payload: true }, ...oldestFirst }),
    ),
    longestOverdue(operations).then((id) => db().operation.findMany({ where: { id }, ...oldestFirst })),
    longestOverdue(emails).then((id) => db().email.findMany({ where: { id }, ...oldestFirst })),
    ...[events, operations, emails].map((of) => countUpTo(...of.map((rows) => Prisma.sql`SELECT 1 ${rows}`))),
  ]);
  const [eventCount = 0, operationCount = 0, emailCount = 0] = counts;
  return {
    ...{ events: eventRows, operations: operationRows, emails: emailRows },
    counts: { events: eventCount, operations: operationCount, emails: emailCount },
  };
}

/** Prisma's condition for the rows of these selections that have been due for longest. */
async function longestOverdue(selections: readonly Prisma.Sql[]): Promise<{ in: string[] }> {
  const parts = selections.map(
    (rows) => Prisma.sql`(SELECT id, "nextAttemptAt" ${rows} ORDER BY "nextAttemptAt" LIMIT ${SHOWN})`,
  );
  const found = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM (${Prisma.join(parts, ' UNION ALL ')}) AS overdue ORDER BY "nextAttemptAt" LIMIT ${SHOWN}`;
  return { in: found.map(({ id }) => id) };
}
