import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import type { Email, Prisma } from '@/lib/generated/prisma/client';

/** Some of the failed emails, oldest first. */
export function failedEmails(most: number): Promise<Pick<Email, 'id' | 'kind' | 'attempts' | 'error'>[]> {
  return db().email.findMany({
    where: { status: 'failed' },
    orderBy: { createdAt: 'asc' },
    take: most,
    select: { id: true, kind: true, attempts: true, error: true },
  });
}

/** The ids of all of them, without what they say. */
export async function failedEmailIds(): Promise<string[]> {
  const rows = await db().email.findMany({
    where: { status: 'failed' },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

export function countFailed(): Promise<number> {
  return db().email.count({ where: { status: 'failed' } });
}

/** Whether an operator may send an email again: it failed, was sent but never arrived, or waits after a failed attempt. */
export function canResend({ status, error }: Pick<Email, 'status' | 'error'>): boolean {
  return status === 'failed' || status === 'sent' || (status === 'waiting' && error !== null);
}

/**
 * Requeues a failed email with a fresh set of attempts; with `again`, also one that was sent but never arrived, or that
 * waits for its next attempt, which is made now. It keeps its content and Message-ID, and is dropped if it is no longer
 * accurate. Returns false for any other email, such as one that is being sent.
 */
export async function resendMail(id: string, actor: string, { again = false } = {}): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const retried: Prisma.EmailWhereInput[] = [{ status: 'sent' }, { status: 'waiting', error: { not: null } }];
    const { count } = await tx.email.updateMany({
      where: { id, OR: [{ status: 'failed' }, ...(again ? retried : [])] },
      data: { status: 'waiting', nextAttemptAt: new Date(0), refusedSince: null, error: null },
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
