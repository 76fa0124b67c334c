import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import type { Email } from '@/lib/generated/prisma/client';

/** Failed emails, oldest first. */
export function failedEmails(): Promise<Email[]> {
  return db().email.findMany({ where: { status: 'failed' }, orderBy: { createdAt: 'asc' } });
}

/**
 * Requeues a failed email with a fresh set of attempts; with `again`, also one that was sent but never arrived. It keeps
 * its content, and is dropped if it is no longer accurate. Returns false for any other email.
 */
export async function resendMail(id: string, actor: string, { again = false } = {}): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.email.updateMany({
      where: { id, status: { in: again ? ['failed', 'sent'] : ['failed'] } },
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
