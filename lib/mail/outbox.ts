import { randomUUID } from 'node:crypto';
import { raiseAlert } from '@/lib/billing/alerts';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import type { Email, Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { withoutPersonalData } from '@/lib/log-scrub';
import { sendMail } from './transport';

const LEASE_SECONDS = 60;
/** After so many failures, and so many more after each resend, the mail is `failed`: an alert tells operators, `npm run mail:resend` sends it again. */
export const MAX_ATTEMPTS = 8;
const BATCH = 20;
/** What stays behind of a mail that is through with. */
const DONE = { error: null, leaseToken: null, address: null } as const;

/**
 * Sends what is due in the outbox. A claim is a lease in real time, so two workers never send the same mail; a worker
 * that dies between sending and writing it down sends once more, the same words under the same Message-ID. Returns how
 * many were tried.
 */
export async function drainOutbox(): Promise<number> {
  const claimed = await claim(await businessNow());
  for (const mail of claimed) await deliver(mail);
  return claimed.length;
}

async function claim(now: Date): Promise<Email[]> {
  const token = randomUUID();
  await db().$executeRaw`
    UPDATE "Email" SET status = 'sending', attempts = attempts + 1, "leaseToken" = ${token},
      "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id IN (
      SELECT id FROM "Email"
      WHERE "dueAt" <= ${now} AND "nextAttemptAt" <= now()
        AND (status = 'waiting' OR (status = 'sending' AND "leaseUntil" < now()))
      ORDER BY "createdAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  return db().email.findMany({ where: { leaseToken: token, status: 'sending' }, orderBy: { createdAt: 'asc' } });
}

async function deliver(mail: Email): Promise<void> {
  try {
    const { email, name, locale } = await db().user.findUniqueOrThrow({ where: { id: mail.userId } });
    const to = mail.address ?? email;
    // Loaded with the first mail: React Email brings parsers and printers that nothing else needs.
    const { kindOf } = await import('./kinds');
    const kind = kindOf(mail.kind);
    const seen = to === null ? null : await kind.look(mail.data);
    // The person has left, or the fact no longer holds.
    if (to === null || seen === null) return void (await close(mail, { ...DONE, status: 'dropped' }));
    const snapshot = mail.snapshot ?? seen;
    if (!(await hold(mail, snapshot))) return;
    await sendMail({ to, ...(await kind.render(snapshot, { name, locale })), messageId: mail.id });
    await close(mail, { ...DONE, status: 'sent', sentAt: new Date() });
  } catch (error) {
    await postpone(mail, error);
  }
}

/** Keeps what is about to be said, and the lease for as long as saying it may take; false when that is lost. */
async function hold({ id, leaseToken }: Email, snapshot: Prisma.JsonValue | Prisma.InputJsonObject): Promise<boolean> {
  // The mails before it in the batch may have waited for a slow server, and another worker has taken this one.
  const held = await db().$executeRaw`
    UPDATE "Email" SET snapshot = ${JSON.stringify(snapshot)}::jsonb,
      "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id = ${id} AND "leaseToken" = ${leaseToken} AND status = 'sending'`;
  return held === 1;
}

/** Writes to a mail while our lease on it is the one that counts; false when it is somebody else's by now. */
async function close(mail: Email, data: Prisma.EmailUpdateManyMutationInput): Promise<boolean> {
  const mine = { id: mail.id, leaseToken: mail.leaseToken, status: 'sending' as const };
  const { count } = await db().email.updateMany({ where: mine, data });
  return count === 1;
}

/** Back in the queue with a growing pause, real time; after the last attempt it is dead, and an operator is told. */
async function postpone(mail: Email, error: unknown): Promise<void> {
  const { id, kind } = mail;
  log().error({ err: error, mail: id, kind }, 'mail not sent');
  const dead = mail.attempts % MAX_ATTEMPTS === 0;
  // Mail servers quote the address they refuse.
  const message = withoutPersonalData(error instanceof Error ? error.message : 'unknown error').slice(0, 500);
  const written = await db().$executeRaw`
    UPDATE "Email" SET status = ${dead ? 'failed' : 'waiting'}::"EmailStatus", error = ${message}, "leaseToken" = NULL,
      address = CASE WHEN ${dead} THEN NULL ELSE address END,
      "nextAttemptAt" = now() + make_interval(secs => least(3600, 15 * power(2, (attempts - 1) % ${MAX_ATTEMPTS} + 1)::int))
    WHERE id = ${id} AND "leaseToken" = ${mail.leaseToken} AND status = 'sending'`;
  if (dead && written === 1)
    await raiseAlert(db(), `dead-mail:${id}:${mail.attempts}`, 'dead mail', { mailId: id, kind, message });
}
