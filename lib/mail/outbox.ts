import { randomUUID } from 'node:crypto';
import { raiseAlert } from '@/lib/billing/ledger/alerts';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { type Email, Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { redactPersonalData } from '@/lib/log-redact';
import { namedFor } from '../workspaces/own';
import { invitedPerson } from './data/team';
import { isBillingMail } from './names';
import type { Recipient } from './render';
import { sendMail } from './transport';

const LEASE_SECONDS = 60;
/** Attempts, per resend, before an email is marked `failed` and raises an alert; `npm run mail:resend` retries it. */
export const MAX_ATTEMPTS = 8;
const BATCH = 20;
/** Fields cleared once an email is finished. */
const CLEARED = { error: null, leaseToken: null, address: null } as const;

/**
 * Sends due emails. A claim is a lease in real time, so that two workers don't send the same email. If a worker dies
 * between sending and recording it, the same content is sent again under the same Message-ID. Returns the number of
 * attempts.
 */
export async function drainOutbox(): Promise<number> {
  const claimed = await claim(await businessNow());
  for (const mail of claimed) await deliver(mail);
  return claimed.length;
}

async function claim(now: Date): Promise<Email[]> {
  const token = randomUUID();
  const claimed = await db().$queryRaw<{ id: string }[]>`
    UPDATE "Email" SET status = 'sending', attempts = attempts + 1, "leaseToken" = ${token},
      "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id IN (
      SELECT id FROM "Email"
      WHERE "dueAt" <= ${now} AND "nextAttemptAt" <= now()
        AND (status = 'waiting' OR (status = 'sending' AND "leaseUntil" < now()))
      ORDER BY "dueAt", "createdAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  if (claimed.length === 0) return [];
  const ids = claimed.map(({ id }) => id);
  return db().email.findMany({ where: { id: { in: ids }, leaseToken: token }, orderBy: { createdAt: 'asc' } });
}

async function deliver(mail: Email): Promise<void> {
  try {
    const { email, reads, ...reader } = await readerOf(mail);
    const to = mail.address ?? email;
    // Loaded on first use, because React Email's dependencies are large.
    const { kindOf } = await import('./kinds');
    const kind = kindOf(mail.kind);
    const loaded = to === null ? null : await kind.load(mail.data);
    // The user was deleted or doesn't read them anymore, or the email is no longer accurate.
    if (to === null || loaded === null || !reads) return void (await close(mail, { ...CLEARED, status: 'dropped' }));
    const snapshot = mail.snapshot ?? loaded;
    if (!(await extendLease(mail, snapshot))) return;
    await sendMail({ to, ...(await kind.render(snapshot, reader)), messageId: mail.id });
    // It names people to an address that may not know us.
    const kept = mail.kind === 'invitation' ? { snapshot: Prisma.DbNull } : {};
    await close(mail, { ...CLEARED, ...kept, status: 'sent', sentAt: new Date() });
  } catch (error) {
    await postpone(mail, error);
  }
}

interface Reader extends Recipient {
  readonly email: string | null;
  /** Whether they read a workspace's billing emails still; what is about themselves they always do. */
  readonly reads: boolean;
}

/** Whom an email is written to: its person, or the one who is invited. In one statement, because every email needs it. */
async function readerOf({ kind, userId, workspaceId, data }: Email): Promise<Reader> {
  if (kind === 'invitation') {
    const invited = (await invitedPerson(data)) ?? { email: null, name: null, locale: null, timeZone: null };
    return { ...invited, reads: true };
  }
  const [row] = await db().$queryRaw<(Reader & { workspaces: number })[]>`
    SELECT email, name, locale, "timeZone",
      (SELECT count(*)::int FROM "Member" member JOIN "Workspace" own ON own.id = member."workspaceId"
        WHERE member."userId" = reader.id AND own."deletedAt" IS NULL) AS workspaces,
      EXISTS (SELECT 1 FROM "Member" WHERE "workspaceId" = ${workspaceId} AND "userId" = reader.id
        AND role IN ('owner', 'admin')) AS reads
    FROM "User" reader WHERE id = ${userId}`;
  if (row === undefined) throw new Error(`There is no user ${userId}`);
  const { workspaces, ...reader } = row;
  return {
    ...reader,
    reads: row.reads || workspaceId === null || !isBillingMail(kind),
    workspace: workspaceId === null || workspaces < 2 ? null : await namedFor(userId, workspaceId),
  };
}

/** Stores the data to be sent and extends the lease before sending; false when the lease was lost. */
async function extendLease(
  { id, leaseToken }: Email,
  snapshot: Prisma.JsonValue | Prisma.InputJsonObject,
): Promise<boolean> {
  // Earlier emails of the batch may have waited for a slow server, so another worker may have claimed this one.
  const held = await db().$executeRaw`
    UPDATE "Email" SET snapshot = ${JSON.stringify(snapshot)}::jsonb,
      "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id = ${id} AND "leaseToken" = ${leaseToken} AND status = 'sending'`;
  return held === 1;
}

/** Updates an email if we still hold its lease; false when another worker holds it. */
async function close(mail: Email, data: Prisma.EmailUpdateManyMutationInput): Promise<boolean> {
  const mine = { id: mail.id, leaseToken: mail.leaseToken, status: 'sending' as const };
  const { count } = await db().email.updateMany({ where: mine, data });
  return count === 1;
}

/** Requeues an email with exponential backoff in real time; after the last attempt marks it failed and raises an alert. */
async function postpone(mail: Email, error: unknown): Promise<void> {
  const { id, kind } = mail;
  log().error({ err: error, mail: id, kind }, 'email not sent');
  const dead = mail.attempts % MAX_ATTEMPTS === 0;
  // Mail servers quote the rejected address.
  const message = redactPersonalData(error instanceof Error ? error.message : 'unknown error').slice(0, 500);
  const written = await db().$executeRaw`
    UPDATE "Email" SET status = ${dead ? 'failed' : 'waiting'}::"EmailStatus", error = ${message}, "leaseToken" = NULL,
      address = CASE WHEN ${dead} THEN NULL ELSE address END,
      "nextAttemptAt" = now() + make_interval(secs => least(3600, 15 * power(2, (attempts - 1) % ${MAX_ATTEMPTS} + 1)::int))
    WHERE id = ${id} AND "leaseToken" = ${mail.leaseToken} AND status = 'sending'`;
  if (dead && written === 1)
    await raiseAlert(db(), `dead-mail:${id}:${mail.attempts}`, 'dead mail', { mailId: id, kind, message });
}
