import { randomUUID } from 'node:crypto';
import { raiseAlert } from '@/lib/billing/ledger/alerts';
import { db } from '@/lib/db';
import { type Email, Prisma } from '@/lib/generated/prisma/client';
import { redactPersonalData } from '@/lib/log-redact';
import { prepared } from '@/lib/prepared';
import type { Refused } from './mail-server';
import { ADVANCE_NOTICES } from './names';

const LEASE_SECONDS = 60;
/** Attempts, per resend, before an email is marked `failed` and raises an alert; `npm run mail:resend` retries it. */
export const MAX_ATTEMPTS = 8;
const BATCH = 20;
/** While the mail server or a provider is away, an email is tried at least this often, in seconds. */
const LONGEST_PAUSE = 300;
/** An outage of the mail server raises an alert once an email has waited this long, in seconds. */
const LONG_OUTAGE = 3_600;
/** Seconds of refusals for now after which they are about this email, and not about all of them. */
const OWN_REFUSALS = 86_400;
/** Seconds of refusals for now after which an email fails: at least four to five days (RFC 5321, section 4.5.4.1). */
const LAST_REFUSAL = 5 * 86_400;
/** Shortest and longest pause after a refusal for now, in seconds: graylisting takes minutes, a full mailbox days. */
const REFUSAL_PAUSES = { least: 300, most: 10_800 };

/** Emails that are sent one after the other, apart from the rest. */
export type Queue = 'notices' | 'others';
export const QUEUES: readonly Queue[] = ['notices', 'others'];

// As literals, because an index is chosen before the parameters are known.
const notices = Prisma.raw(ADVANCE_NOTICES.map((kind) => `'${kind}'`).join(', '));
const KIND_IN: Record<Queue, Prisma.Sql> = {
  notices: Prisma.sql`kind IN (${notices})`,
  others: Prisma.sql`kind NOT IN (${notices})`,
};

// Notices that were put off come after those that never were: however many wait for a provider that is away, the other
// one's are reached.
const ORDER: Record<Queue, Prisma.Sql> = {
  notices: Prisma.sql`"nextAttemptAt", "dueAt"`,
  others: Prisma.sql`"dueAt", "createdAt"`,
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
      ORDER BY ${ORDER[queue]} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  if (claimed.length === 0) return [];
  const ids = claimed.map(({ id }) => id);
  const orderBy = [{ nextAttemptAt: 'asc' }, { createdAt: 'asc' }] as const;
  return db().email.findMany({ where: { id: { in: ids }, leaseToken: token }, orderBy: [...orderBy] });
}

/**
 * Counts an attempt and extends the lease. False when the lease was lost: earlier emails of the batch may have waited for a
 * slow server, so that another worker has claimed this one.
 */
export async function begin({ id, leaseToken }: Email): Promise<boolean> {
  return isHeld(Prisma.sql`
    UPDATE "Email" SET attempts = attempts + 1, "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id = ${id} AND "leaseToken" = ${leaseToken} AND status = 'sending' RETURNING id`);
}

/** Stores the data to be sent and extends the lease before sending; false when the lease was lost. */
export async function keepSnapshot(
  { id, leaseToken }: Email,
  snapshot: Prisma.JsonValue | Prisma.InputJsonObject,
): Promise<boolean> {
  return isHeld(Prisma.sql`
    UPDATE "Email" SET snapshot = ${JSON.stringify(snapshot)}::jsonb,
      "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id = ${id} AND "leaseToken" = ${leaseToken} AND status = 'sending' RETURNING id`);
}

async function isHeld(update: Prisma.Sql): Promise<boolean> {
  return (await prepared('email lease', update)).length === 1;
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
  const attempts = mail.attempts + 1;
  const dead = attempts % MAX_ATTEMPTS === 0;
  const message = messageOf(error);
  const written = await db().$executeRaw`
    UPDATE "Email" SET status = ${dead ? 'failed' : 'waiting'}::"EmailStatus", error = ${message}, "leaseToken" = NULL,
      address = CASE WHEN ${dead} THEN NULL ELSE address END,
      "nextAttemptAt" = now() + make_interval(secs => least(3600, 15 * power(2, (attempts - 1) % ${MAX_ATTEMPTS} + 1)::int))
    WHERE id = ${mail.id} AND "leaseToken" = ${mail.leaseToken} AND status = 'sending'`;
  if (dead && written === 1) await alertDead(mail, message);
}

const alertDead = ({ id, kind, attempts }: Email, message: string): Promise<void> =>
  raiseAlert(db(), `dead-mail:${id}:${attempts + 1}`, 'dead mail', { mailId: id, kind, message });

/**
 * Requeues an email after an outage, which counts as no attempt. Each pause is a quarter of its wait. `refused`: the mail
 * server refused it for now, and may refuse all. Returns whether it has waited for a long time.
 */
export async function waitOut(mail: Email, error: unknown, refused = false): Promise<boolean> {
  const [row] = await db().$queryRaw<{ long: boolean }[]>`
    UPDATE "Email" SET status = 'waiting', attempts = attempts - 1, error = ${messageOf(error)}, "leaseToken" = NULL,
      "refusedSince" = CASE WHEN ${refused} THEN coalesce("refusedSince", now()) END,
      "nextAttemptAt" = now() + make_interval(secs => least(${LONGEST_PAUSE}::int,
        5 + greatest(0, extract(epoch FROM now() - greatest("dueAt", "createdAt")))::int / 4))
    WHERE id = ${mail.id} AND "leaseToken" = ${mail.leaseToken} AND status = 'sending'
    RETURNING greatest("dueAt", "createdAt") < now() - make_interval(secs => ${LONG_OUTAGE}) AS long`;
  return row?.long === true;
}

/**
 * Requeues an email that the mail server refuses for now, and no other: it refuses the recipient, or has refused the email
 * for a day. That counts as no attempt. Each pause is a quarter of the time since the first of these refusals; after five
 * days the email is marked failed and raises an alert. False, and nothing is written, if the server may refuse all emails.
 */
export async function waitOutRefusal(mail: Email, error: unknown, refused: Refused): Promise<boolean> {
  const message = messageOf(error);
  const over = Prisma.sql`"refusedSince" < now() - make_interval(secs => ${LAST_REFUSAL})`;
  const [row] = await db().$queryRaw<{ dead: boolean }[]>`
    UPDATE "Email" SET status = (CASE WHEN ${over} THEN 'failed' ELSE 'waiting' END)::"EmailStatus",
      attempts = CASE WHEN ${over} THEN attempts ELSE attempts - 1 END, error = ${message}, "leaseToken" = NULL,
      address = CASE WHEN ${over} THEN NULL ELSE address END, "refusedSince" = coalesce("refusedSince", now()),
      "nextAttemptAt" = now() + make_interval(secs => least(${REFUSAL_PAUSES.most}::int,
        greatest(${REFUSAL_PAUSES.least}::int, extract(epoch FROM now() - "refusedSince")::int / 4)))
    WHERE id = ${mail.id} AND "leaseToken" = ${mail.leaseToken} AND status = 'sending'
      AND (${refused === 'recipient'} OR "refusedSince" < now() - make_interval(secs => ${OWN_REFUSALS}))
    RETURNING status = 'failed' AS dead`;
  if (row?.dead === true) await alertDead(mail, message);
  return row !== undefined;
}

/** Mail servers quote the rejected address. */
function messageOf(error: unknown): string {
  return redactPersonalData(error instanceof Error ? error.message : 'unknown error').slice(0, 500);
}
