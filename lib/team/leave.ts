import type { Tx } from '@/lib/db';

/** Takes a deleted account out of the workspaces of others. Invitations they sent stay; those they received don't. */
export async function leaveAll(tx: Tx, { userId, email }: { userId: string; email: string | null }): Promise<void> {
  await tx.member.deleteMany({ where: { userId, role: { not: 'owner' } } });
  if (email === null) return;
  await tx.invitation.updateMany({
    where: { email, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  await tx.invitation.updateMany({ where: { email }, data: { email: null } });
}
