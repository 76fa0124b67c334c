import type { Prisma } from '@/lib/generated/prisma/client';
import type { LedgerContext } from './context';

export type BillingMail = 'receipt' | 'refund' | 'duplicate-subscription' | 'second-lifetime' | 'lifetime-replaces';

/** Puts a mail into the outbox. The key names the fact, so the fact is told once however often it is seen. */
export async function putEmail(
  { tx, owner, now }: LedgerContext,
  kind: BillingMail,
  key: string,
  data: Prisma.InputJsonObject,
): Promise<void> {
  await tx.email.createMany({ data: [{ userId: owner.userId, kind, key, data, dueAt: now }], skipDuplicates: true });
}
