import { lockWorkspace, underLock } from '@/lib/billing/lock';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { freshLink } from '@/lib/workspaces/invitation-token';
import { revokeExpired } from './expired';
import { freeSeats, seatsToGive } from './seats';
import { sendInvitation } from './send';

/** Held invitations that a round looks at. */
const AT_ONCE = 100;
/** Seconds of real time until one that couldn't be sent is looked at again, unless its workspace's seats change before. */
const LOOK_AGAIN = 600;
/** Seconds of real time until the next attempt after one that failed, as while the workspace is busy. */
const AFTER_FAILURE = 10;
/** Days of real time that the members page shows one that expired without a seat, before it is revoked. */
const SHOWN_DAYS = 7;

/** What waits for a seat, in the words of the index on `nextAttemptAt`. */
const waiting = Prisma.sql`held AND "acceptedAt" IS NULL AND "revokedAt" IS NULL`;

/**
 * Sends the held invitations of a workspace for which there are seats now, the oldest first. Safe to repeat and to run
 * concurrently; returns how many were sent.
 */
export async function sendHeld(workspaceId: string): Promise<number> {
  return underLock(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    await revokeExpired(tx, workspaceId);
    const free = freeSeats(await seatsToGive(workspaceId, tx));
    const held = await tx.invitation.findMany({
      where: { workspaceId, held: true, acceptedAt: null, revokedAt: null },
      orderBy: { createdAt: 'asc' },
      take: free,
    });
    for (const row of held) {
      // Its seven days begin when it is sent.
      const link = freshLink(row.id);
      await tx.invitation.update({ where: { id: row.id }, data: { held: false, ...link } });
      await sendInvitation(tx, { ...row, ...link });
    }
    return held.length;
  });
}

/**
 * Looks at the held invitations that are due: sends those whose workspace has a seat, and revokes those that expired without
 * one long ago. The others are due again once their workspace's seats change (`lookSoon`, `writeJournal`), or after a while.
 * Returns whether more may be due.
 */
export async function sendDueHeld(): Promise<boolean> {
  const looked = await takeDue();
  for (const { workspaceId, hasSeats } of looked)
    if (hasSeats)
      await sendHeld(workspaceId).catch(async (error: unknown) => {
        log().error({ err: error, workspaceId }, 'invitations not sent');
        await lookSoon(db(), [workspaceId], AFTER_FAILURE);
      });
  return looked.reduce((sum, { invitations }) => sum + invitations, 0) >= AT_ONCE;
}

/** The workspaces of what is due, and whether their contracts have seats that aren't taken: access decides if they are paid for. */
function takeDue(): Promise<{ workspaceId: string; invitations: number; hasSeats: boolean }[]> {
  const { mode } = env().payments;
  const over = Prisma.sql`"expiresAt" + make_interval(days => ${SHOWN_DAYS})`;
  return db().$queryRaw`
    WITH looked AS (
      UPDATE "Invitation" SET "revokedAt" = CASE WHEN ${over} <= now() THEN now() END,
        "nextAttemptAt" = CASE WHEN "expiresAt" <= now() THEN ${over} ELSE now() + make_interval(secs => ${LOOK_AGAIN}) END
      WHERE id = ANY(ARRAY(
        SELECT id FROM "Invitation" WHERE ${waiting} AND "nextAttemptAt" <= now()
        ORDER BY "nextAttemptAt" LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED))
      RETURNING "workspaceId", "expiresAt")
    SELECT looked."workspaceId", count(*)::int AS invitations, bool_or(looked."expiresAt" > now()) AND EXISTS (
      SELECT 1 FROM "Subscription" contract
      WHERE contract."workspaceId" = looked."workspaceId" AND contract.mode = ${mode}::"Mode" AND contract."holdsSlot"
        AND least(contract.quantity, contract."pendingQuantity") >
          (SELECT count(*) FROM "Member" WHERE "workspaceId" = looked."workspaceId") +
          (SELECT count(*) FROM "Invitation" sent WHERE sent."workspaceId" = looked."workspaceId" AND NOT sent.held
            AND sent."acceptedAt" IS NULL AND sent."revokedAt" IS NULL AND sent."expiresAt" > now())) AS "hasSeats"
    FROM looked GROUP BY looked."workspaceId"`;
}

/** Makes the held invitations of workspaces due after so many seconds of real time: a seat may have become free. */
export async function lookSoon(tx: Tx, workspaceIds: readonly string[], seconds = 0): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Invitation" SET "nextAttemptAt" = now() + make_interval(secs => ${seconds})
    WHERE "workspaceId" = ANY(${[...workspaceIds]}) AND ${waiting}`;
}
