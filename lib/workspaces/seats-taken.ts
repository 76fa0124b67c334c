import { db, type Tx } from '../db';

/** Seats of a workspace that are in use: by its members, and by invitations that can still be accepted. */
export async function seatsTaken(workspaceId: string, tx: Tx = db()): Promise<number> {
  const [row] = await tx.$queryRaw<{ taken: number }[]>`
    SELECT ((SELECT count(*) FROM "Member" WHERE "workspaceId" = ${workspaceId})
      + (SELECT count(*) FROM "Invitation" WHERE "workspaceId" = ${workspaceId} AND NOT held
          AND "acceptedAt" IS NULL AND "revokedAt" IS NULL AND "expiresAt" > now()))::int AS taken`;
  return row?.taken ?? 0;
}
