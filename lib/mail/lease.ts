import { randomUUID } from 'node:crypto';
import { raiseAlert } from '@/lib/billing/ledger/alerts';
import { db } from '@/lib/db';
import { type Email, Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { redactPersonalData } from '@/lib/log-redact';
import { ADVANCE_NOTICES } from './names';

const LEASE_SECONDS = 60;
/** Attempts, per resend, before an email is marked `failed` and raises an alert; `npm run mail:resend` retries it. */
export const MAX_ATTEMPTS = 8;
const BATCH = 20;
/** While the mail server or a provider is away, an email is tried at least this often, in seconds. */
const LONGEST_PAUSE = 300;
/** An outage of the mail server raises an alert once an email has waited this long, in seconds. */
const LONG_OUTAGE = 3_600;

/** Emails that are sent one after the other, apart from the rest. */
export type Queue = 'notices' | 'others';
export const QUEUES: readonly Queue[] = ['notices', 'others'];

// As literals, because an index is chosen before the parameters are known.
const notices = Prisma.raw(ADVANCE_NOTICES.map((kind) => `'${kind}'`).join(', '));
const KIND_IN: Record<Queue, Prisma.Sql> = {
  notices: Prisma.sql`kind IN (${notices})`,
  others: Prisma.sql`kind NOT IN (${notices})`,
};

/** Leases a batch of due emails, by business time; the oldest first. */
export async function claim(queue: Queue, now: Date): Promise<Email[]> {
  const token = randomUUID();
  const claimed = await db().$queryRaw<{ id: string }[]>`
    UPDATE "Email" SET status = 'sending', "leaseToken" = ${token},
      "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id IN (
      SELECT id FROM "Email"
      WHERE ${KIND_IN[queue]} AND "dueAt" <= ${now} AND "nextAttemptAt" <= now()
        AND (status = 'waiting' OR (status = 'sending' AND "leaseUntil" < now()))
      ORDER BY "dueAt", "createdAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  if (claimed.length === 0) return [];
  const ids = claimed.map(({ id }) => id);
  return db().email.findMany({ where: { id: { in: ids }, leaseToken: token }, orderBy: { createdAt: 'asc' } });
}

/**
 * Counts an attempt and extends the lease. False when the lease was lost: earlier emails of the batch may have waited for a
 * slow server, so that another worker has claimed this one.
 */
export async function begin({ id, leaseToken }: Email): Promise<boolean> {
  const held = await db().$executeRaw`
    UPDATE "Email" SET attempts = attempts + 1, "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id = ${id} AND "leaseToken" = ${leaseToken} AND status = 'sending'`;
  return held === 1;
}

/** Stores the data to be sent and extends the lease before sending; false when the lease was lost. */
export async function keepSnapshot(
  { id, leaseToken }: Email,
  snapshot: Prisma.JsonValue | Prisma.InputJsonObject,
): Promise<boolean> {
  const held = await db().$executeRaw`
    UPDATE "Email" SET snapshot = ${JSON.stringify(snapshot)}::jsonb,
      "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id = ${id} AND "leaseToken" = ${leaseToken} AND status = 'sending'`;
  return held === 1;
}

/** Updates an email if we still hold its lease; false when another worker holds it. */
export async function close(mail: Email, data: Prisma.EmailUpdateManyMutationInput): Promise<boolean> {
  const mine = { id: mail.id, leaseToken: mail.leaseToken, status: 'sending' as const };
  const { count } = await db().email.updateMany({ where: mine, data });
  return count === 1;
}

/** Returns emails of a batch to the queue that weren't tried. */
export async function release(mails: readonly Email[]): Promise<void> {
  const [first] = mails;
  if (first === undefined) return;
  await db().email.updateMany({
    where: { id: { in: mails.map(({ id }) => id) }, leaseToken: first.leaseToken, status: 'sending' },
    data: { status: 'waiting', leaseToken: null },
  });
}

/** Requeues an email with exponential backoff in real time; after the last attempt marks it failed and raises an alert. */
export async function countFailure(mail: Email, error: unknown): Promise<void> {
  const { id, kind } = mail;
  const attempts = mail.attempts + 1;
  const dead = attempts % MAX_ATTEMPTS === 0;
  const message = messageOf(mail, error);
  const written = await db().$executeRaw`
    UPDATE "Email" SET status = ${dead ? 'failed' : 'waiting'}::"EmailStatus", error = ${message}, "leaseToken" = NULL,
      address = CASE WHEN ${dead} THEN NULL ELSE address END,
      "nextAttemptAt" = now() + make_interval(secs => least(3600, 15 * power(2, (attempts - 1) % ${MAX_ATTEMPTS} + 1)::int))
    WHERE id = ${id} AND "leaseToken" = ${mail.leaseToken} AND status = 'sending'`;
  if (dead && written === 1)
    await raiseAlert(db(), `dead-mail:${id}:${attempts}`, 'dead mail', { mailId: id, kind, message });
}

/**
 * Requeues an email after an outage, which counts as no attempt. Each pause is a quarter of its wait. Returns whether it has
 * waited for a long time.
 */
export async function waitOut(mail: Email, error: unknown): Promise<boolean> {
  const [row] = await db().$queryRaw<{ long: boolean }[]>`
    UPDATE "Email" SET status = 'waiting', attempts = attempts - 1, error = ${messageOf(mail, error)}, "leaseToken" = NULL,
      "nextAttemptAt" = now() + make_interval(secs => least(${LONGEST_PAUSE}::int,
        5 + greatest(0, extract(epoch FROM now() - greatest("dueAt", "createdAt")))::int / 4))
    WHERE id = ${mail.id} AND "leaseToken" = ${mail.leaseToken} AND status = 'sending'
    RETURNING greatest("dueAt", "createdAt") < now() - make_interval(secs => ${LONG_OUTAGE}) AS long`;
  return row?.long === true;
}

/** Mail servers quote the rejected address. */
function messageOf({ id, kind }: Email, error: unknown): string {
  log().error({ err: error, mail: id, kind }, 'email not sent');
  return redactPersonalData(error instanceof Error ? error.message : 'unknown error').slice(0, 500);
}
