import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import type { Email } from '@/lib/generated/prisma/client';

/** The mails that were given up, oldest first. */
export function deadMails(): Promise<Email[]> {
  return db().email.findMany({ where: { status: 'failed' }, orderBy: { createdAt: 'asc' } });
}

/**
 * Puts a mail that was given up back into the queue, for as many attempts as a new one has. It says what it was to say,
 * or is dropped where that no longer holds. False for a mail that is not dead.
 */
export async function resendMail(id: string, actor: string): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.email.updateMany({
      where: { id, status: 'failed' },
      data: { status: 'waiting', nextAttemptAt: new Date(0), error: null },
    });
    if (count === 0) return false;
    await tx.alert.updateMany({
      where: { key: { startsWith: `dead-mail:${id}:` }, closedAt: null },
      data: { closedAt: new Date() },
    });
    await audit({ actor, action: 'mail.resent', target: id }, tx);
    return true;
  });
}
