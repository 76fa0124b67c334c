import 'server-only';
import { audit } from '../audit';
import { db, type Tx } from '../db';
import { appError } from '../errors';
import { Prisma, type Session } from '../generated/prisma/client';
import type { Actor } from '../workspaces/actor';

/** An operator looks at a customer's pages for this long at most, in seconds of real time. */
export const VIEWING_SECONDS = 30 * 60;

/**
 * Makes an operator's session show the pages of a member of a workspace, read-only. Looking at another customer ends the
 * view before it. Throws not-found (404) for a user who isn't a member or was deleted.
 */
export async function startViewing(key: string, operatorId: string, { userId, workspaceId }: Actor): Promise<void> {
  const user = { deletedAt: null, email: { not: null } };
  const there = await db().member.count({ where: { userId, workspaceId, user, workspace: { deletedAt: null } } });
  if (there === 0) throw appError('not-found', { target: userId });
  await endViewing(key, 'another customer');
  const until = new Date(Date.now() + VIEWING_SECONDS * 1000);
  await db().$transaction(async (tx) => {
    const data = { viewedUserId: userId, viewedWorkspaceId: workspaceId, viewingUntil: until };
    const { count } = await tx.session.updateMany({ where: { sessionToken: key, userId: operatorId }, data });
    if (count === 0) return;
    const detail = { until: until.toISOString() };
    await audit({ actor: `admin:${operatorId}`, action: 'customer.view-started', target: workspaceId, detail }, tx);
  });
}

type How = 'button' | 'expired' | 'another customer' | 'session ended';

/** A view as a request read it. */
type Seen = Pick<Session, 'viewedUserId' | 'viewingUntil'>;

/**
 * Ends what a session looks at; returns the customer, or null when there was no view. With `seen`, ends only that view:
 * a newer one may have begun since it was read.
 */
export async function endViewing(key: string, how: How, seen?: Seen): Promise<string | null> {
  const only =
    seen === undefined
      ? Prisma.empty
      : Prisma.sql`AND "viewedUserId" = ${seen.viewedUserId} AND "viewingUntil" = ${seen.viewingUntil}`;
  return db().$transaction(async (tx) => {
    const [ended] = await tx.$queryRaw<{ userId: string; viewed: string }[]>`
      WITH before AS (
        SELECT "sessionToken", "userId", "viewedUserId", "viewedWorkspaceId" FROM "Session"
        WHERE "sessionToken" = ${key} AND "viewedUserId" IS NOT NULL ${only} FOR UPDATE)
      UPDATE "Session" session SET "viewedUserId" = NULL, "viewedWorkspaceId" = NULL, "viewingUntil" = NULL
      FROM before WHERE session."sessionToken" = before."sessionToken"
      RETURNING before."userId", coalesce(before."viewedWorkspaceId", before."viewedUserId") AS viewed`;
    if (ended === undefined) return null;
    const { userId, viewed } = ended;
    await audit({ actor: `admin:${userId}`, action: 'customer.view-ended', target: viewed, detail: { how } }, tx);
    return viewed;
  });
}

/** A session that was deleted. */
interface Gone {
  readonly userId: string;
  /** The workspace whose pages it showed. */
  readonly viewed: string | null;
}

/** Deletes a user's sessions, except one, and ends what they look at; returns how many there were. */
export async function deleteSessions(tx: Tx, userId: string, except: string | null = null): Promise<number> {
  const gone = await tx.$queryRaw<Gone[]>`
    DELETE FROM "Session" WHERE "userId" = ${userId} AND "sessionToken" <> ${except ?? ''}
    RETURNING "userId", coalesce("viewedWorkspaceId", "viewedUserId") AS viewed`;
  await auditGone(tx, gone);
  return gone.length;
}

/** Deletes sessions that have expired, `batch` at most, and ends what they look at; returns how many there were. */
export async function deleteExpiredSessions(batch: number): Promise<number> {
  return db().$transaction(async (tx) => {
    const gone = await tx.$queryRaw<Gone[]>`
      DELETE FROM "Session"
      WHERE "sessionToken" = ANY(ARRAY(
        SELECT "sessionToken" FROM "Session" WHERE expires < now()
        ORDER BY expires LIMIT ${batch} FOR UPDATE SKIP LOCKED)) AND expires < now()
      RETURNING "userId", coalesce("viewedWorkspaceId", "viewedUserId") AS viewed`;
    await auditGone(tx, gone);
    return gone.length;
  });
}

async function auditGone(tx: Tx, gone: readonly Gone[]): Promise<void> {
  const detail = { how: 'session ended' satisfies How };
  for (const { userId, viewed: target } of gone)
    if (target !== null) await audit({ actor: `admin:${userId}`, action: 'customer.view-ended', target, detail }, tx);
}
