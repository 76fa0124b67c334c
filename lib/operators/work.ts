import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Email, Operation, Prisma } from '@/lib/generated/prisma/client';
import { COUNTED } from './page';

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
    db().webhookEvent.count({ where: events, ...COUNTED }),
    db().operation.count({ where: operations, ...COUNTED }),
    db().email.count({ where: emails, ...COUNTED }),
  ]);
  return {
    ...{ events: eventRows, operations: operationRows, emails: emailRows },
    counts: { events: counts[0], operations: counts[1], emails: counts[2] },
  };
}
