import { randomUUID } from 'node:crypto';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import type { Email } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { renderFact } from './facts';
import { sendMail } from './transport';

const LEASE_SECONDS = 60;
/** Then the mail is `failed`: shown to operators, sent again by hand. */
const MAX_ATTEMPTS = 8;
const BATCH = 20;

/**
 * Sends what is due in the outbox. A claim is a lease in real time, so two workers never send the same mail; a worker
 * that dies between sending and writing it down sends once more, under the same Message-ID. Returns how many were tried.
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
  const mine = { id: mail.id, leaseToken: mail.leaseToken ?? '', status: 'sending' as const };
  try {
    const user = await db().user.findUniqueOrThrow({ where: { id: mail.userId }, select: { email: true, name: true } });
    const rendered = user.email === null ? null : await renderFact(mail, user.name);
    if (user.email === null || rendered === null) {
      // The person has left, or the fact no longer holds.
      await db().email.updateMany({ where: mine, data: { status: 'dropped', leaseToken: null } });
      return;
    }
    await sendMail({ to: user.email, ...rendered, messageId: mail.id });
    await db().email.updateMany({
      where: mine,
      data: { status: 'sent', sentAt: new Date(), leaseToken: null, error: null },
    });
  } catch (error) {
    log().error({ err: error, mail: mail.id, kind: mail.kind }, 'mail not sent');
    const status = mail.attempts >= MAX_ATTEMPTS ? 'failed' : 'waiting';
    const message = error instanceof Error ? error.message.slice(0, 500) : 'unknown error';
    await db().$executeRaw`
      UPDATE "Email" SET status = ${status}::"EmailStatus", error = ${message}, "leaseToken" = NULL,
        "nextAttemptAt" = now() + make_interval(secs => least(3600, 15 * power(2, attempts)::int))
      WHERE id = ${mail.id} AND "leaseToken" = ${mine.leaseToken} AND status = 'sending'`;
  }
}
