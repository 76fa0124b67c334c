import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { BillingMail } from '@/lib/mail/names';
import { billingReaders } from '@/lib/workspaces/members';
import type { LedgerContext } from './context';

/**
 * Queues an email to the owner and admins, due now or at a later business time. The key identifies the fact, so each of
 * them gets one email of it, however often it's seen.
 */
export async function putEmail(
  { tx, owner, now, provider }: LedgerContext,
  kind: BillingMail,
  key: string,
  data: Prisma.InputJsonObject,
  dueAt: Date = now,
): Promise<void> {
  if (env().emailsFromProvider[provider].has(kind)) return;
  // People who read these emails since aren't sent what happened before; lib/team/waiting-emails.ts gives them what waits.
  if ((await tx.email.findFirst({ where: { key }, select: { id: true } })) !== null) return;
  const { workspaceId } = owner;
  const readers = await billingReaders(tx, workspaceId);
  const rows = readers.map(({ userId }) => ({ userId, workspaceId, kind, key, data, dueAt }));
  await tx.email.createMany({ data: rows, skipDuplicates: true });
}

/** Withdraws unsent emails planned under a key. */
export async function dropWaiting({ tx, owner }: LedgerContext, keyPrefix: string): Promise<void> {
  await tx.email.updateMany({
    where: { workspaceId: owner.workspaceId, key: { startsWith: keyPrefix }, status: 'waiting' },
    data: { status: 'dropped' },
  });
}
