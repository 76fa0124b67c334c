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
  // Each selection follows an index, in its order; an `OR` of two would read and sort everything that waits.
  const events = [
    Prisma.sql`FROM "WebhookEvent" WHERE mode = ${mode}::"Mode" AND status = 'dead' ORDER BY "nextAttemptAt"`,
    Prisma.sql`FROM "WebhookEvent" WHERE mode = ${mode}::"Mode" AND status IN ('received', 'processing', 'failed')
      AND "nextAttemptAt" < ${late} ORDER BY "nextAttemptAt"`,
  ];
  const operations = [
    Prisma.sql`FROM "Operation" WHERE mode = ${mode}::"Mode" AND status IN ('planned', 'sent', 'unknown')
      ORDER BY "nextAttemptAt"`,
  ];
  const emails = [
    Prisma.sql`FROM "Email" WHERE status = 'failed' ORDER BY "nextAttemptAt"`,
    // Most emails that wait are reminders for later: only their due time tells them apart.
    Prisma.sql`FROM "Email" WHERE status IN ('waiting', 'sending') AND "dueAt" < ${late} AND "nextAttemptAt" < ${late}
      ORDER BY "dueAt"`,
  ];
  const shown = { orderBy: { nextAttemptAt: 'asc' }, take: SHOWN } as const;
  const [eventRows, operationRows, emailRows, ...counts] = await Promise.all([
    firstOf(events).then((id) => db().webhookEvent.findMany({ where: { id }, omit: { payload: true }, ...shown })),
    firstOf(operations).then((id) => db().operation.findMany({ where: { id }, ...shown })),
    firstOf(emails).then((id) => db().email.findMany({ where: { id }, ...shown })),
    ...[events, operations, emails].map((of) => countUpTo(...of.map((rows) => Prisma.sql`SELECT 1 ${rows}`))),
  ]);
  const [eventCount = 0, operationCount = 0, emailCount = 0] = counts;
  return {
    ...{ events: eventRows, operations: operationRows, emails: emailRows },
    counts: { events: eventCount, operations: operationCount, emails: emailCount },
  };
}

/** Prisma's condition for the first rows of each selection. */
async function firstOf(selections: readonly Prisma.Sql[]): Promise<{ in: string[] }> {
  const parts = selections.map((rows) => Prisma.sql`(SELECT id ${rows} LIMIT ${SHOWN})`);
  const found = await db().$queryRaw<{ id: string }[]>`${Prisma.join(parts, ' UNION ALL ')}`;
  return { in: found.map(({ id }) => id) };
}
