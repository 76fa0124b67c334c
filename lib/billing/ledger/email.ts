import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { BillingMail } from '@/lib/mail/names';
import type { LedgerContext } from './context';

/**
 * Puts a mail into the outbox, due now or at a later business time. The key names the fact, so the fact is told
 * once however often it is seen.
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

/** Takes back what was planned under a key and not sent yet. */
export async function dropWaiting({ tx, owner }: LedgerContext, keyPrefix: string): Promise<void> {
  await tx.email.updateMany({
    where: { userId: owner.userId, key: { startsWith: keyPrefix }, status: 'waiting' },
    data: { status: 'dropped' },
  });
}
