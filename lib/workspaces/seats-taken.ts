import { db, type Tx } from '../db';

/** Seats of a workspace that are in use: by its members, and by invitations that can still be accepted. */
export async function seatsTaken(workspaceId: string, tx: Tx = db()): Promise<number> {
  const members = await tx.member.count({ where: { workspaceId } });
  const invited = await tx.invitation.count({
    where: { workspaceId, held: false, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
  });
  return members + invited;
}
