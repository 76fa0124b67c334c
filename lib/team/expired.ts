import type { Tx } from '@/lib/db';

/** An expired invitation makes room for a new one to the same address. */
export async function revokeExpired(tx: Tx, workspaceId: string): Promise<void> {
  const now = new Date();
  await tx.invitation.updateMany({
    where: { workspaceId, acceptedAt: null, revokedAt: null, expiresAt: { lte: now } },
    data: { revokedAt: now },
  });
}
