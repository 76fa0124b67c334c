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
  const events: Prisma.WebhookEventWhereInput = {
    mode,
    OR: [{ status: 'dead' }, { status: { in: ['received', 'failed', 'processing'] }, nextAttemptAt: { lt: late } }],
  };
  const operations: Prisma.OperationWhereInput = { mode, status: { in: ['planned', 'sent', 'unknown'] } };
  const emails: Prisma.EmailWhereInput = {
    OR: [
      { status: 'failed' },
      { status: { in: ['waiting', 'sending'] }, nextAttemptAt: { lt: late }, dueAt: { lt: late } },
    ],
  };
  const oldest = { orderBy: { nextAttemptAt: 'asc' }, take: SHOWN } as const;
  const [eventRows, operationRows, emailRows, ...counts] = await Promise.all([
    db().webhookEvent.findMany({ where: events, omit: { payload: true }, ...oldest }),
    db().operation.findMany({ where: operations, ...oldest }),
    db().email.findMany({ where: emails, ...oldest }),
    countUpTo(
      Prisma.sql`SELECT 1 FROM "WebhookEvent" WHERE mode = ${mode}::"Mode" AND status = 'dead'`,
      Prisma.sql`SELECT 1 FROM "WebhookEvent" WHERE mode = ${mode}::"Mode"
        AND status IN ('received', 'processing', 'failed') AND "nextAttemptAt" < ${late}`,
    ),
    countUpTo(
      Prisma.sql`SELECT 1 FROM "Operation" WHERE mode = ${mode}::"Mode" AND status IN ('planned', 'sent', 'unknown')`,
    ),
    countUpTo(
      Prisma.sql`SELECT 1 FROM "Email" WHERE status = 'failed'`,
      Prisma.sql`SELECT 1 FROM "Email" WHERE status IN ('waiting', 'sending')
        AND "dueAt" < ${late} AND "nextAttemptAt" < ${late}`,
    ),
  ]);
  return {
    ...{ events: eventRows, operations: operationRows, emails: emailRows },
    counts: { events: counts[0], operations: counts[1], emails: counts[2] },
  };
}
