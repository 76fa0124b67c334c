import type { Tx } from '@/lib/db';
import { BILLING_EMAILS } from '@/lib/mail/names';
import type { Actor } from '@/lib/workspaces/actor';

/** Drops emails about a workspace's billing that wait for someone who no longer reads them. Invitations they sent still arrive. */
export async function dropEmails(tx: Tx, { workspaceId, userId }: Actor): Promise<void> {
  const where = { workspaceId, userId, status: 'waiting' as const, kind: { not: 'invitation' } };
  await tx.email.updateMany({ where, data: { status: 'dropped' } });
}

/** Lets someone who reads them from now on have what waits for the others, such as the notice before a renewal. */
export async function shareEmails(tx: Tx, { workspaceId, userId }: Actor): Promise<void> {
  const waiting = await tx.email.findMany({
    where: { workspaceId, status: 'waiting', kind: { in: [...BILLING_EMAILS] } },
    distinct: ['key'],
    select: { kind: true, key: true, data: true, dueAt: true },
  });
  const rows = waiting.map(({ kind, key, data, dueAt }) => ({
    userId,
    workspaceId,
    kind,
    key,
    data: data ?? {},
    dueAt,
  }));
  await tx.email.createMany({ data: rows, skipDuplicates: true });
  // What was dropped when they stopped reading them.
  const dropped = { workspaceId, userId, status: 'dropped' as const, key: { in: rows.map(({ key }) => key) } };
  await tx.email.updateMany({ where: dropped, data: { status: 'waiting' } });
}
