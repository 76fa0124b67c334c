import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { BillingMail } from '@/lib/mail/names';
import type { LedgerContext } from './context';

/**
 * Queues an email, due now or at a later business time. The key identifies the fact, so each fact is emailed once,
 * however often it's seen.
 */
export async function putEmail(
  { tx, owner, now, provider }: LedgerContext,
  kind: BillingMail,
  key: string,
  data: Prisma.InputJsonObject,
  dueAt: Date = now,
): Promise<void> {
  if (env().mailsFromProvider[provider].has(kind)) return;
  await tx.email.createMany({ data: [{ userId: owner.userId, kind, key, data, dueAt }], skipDuplicates: true });
}

/** Withdraws unsent emails planned under a key. */
export async function dropWaiting({ tx, owner }: LedgerContext, keyPrefix: string): Promise<void> {
  await tx.email.updateMany({
    where: { userId: owner.userId, key: { startsWith: keyPrefix }, status: 'waiting' },
    data: { status: 'dropped' },
  });
}
