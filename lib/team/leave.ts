import type { Tx } from '@/lib/db';
import { lookSoon } from './held';

/** Takes a deleted account out of the workspaces of others. Invitations they sent stay; those they received don't. */
export async function leaveAll(tx: Tx, { userId, email }: { userId: string; email: string | null }): Promise<void> {
  const theirs = { userId, role: { not: 'owner' as const } };
  const left = await tx.member.findMany({ where: theirs, select: { workspaceId: true } });
  await tx.member.deleteMany({ where: theirs });
  await lookSoon(
    tx,
    left.map(({ workspaceId }) => workspaceId),
  );
  if (email === null) return;
  await tx.invitation.updateMany({
    where: { email, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  await tx.invitation.updateMany({ where: { email }, data: { email: null } });
}
