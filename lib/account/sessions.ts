import 'server-only';
import { audit } from '@/lib/audit';
import { currentSessionKey } from '@/lib/auth/session';
import { IDLE_SECONDS } from '@/lib/auth/session-cookie';
import { deleteSessions } from '@/lib/auth/viewing';
import { db } from '@/lib/db';

export interface SessionView {
  /** Row key for lists. A hash, so it can't be used to sign in. */
  readonly key: string;
  /** Whether this is the session of the current request. */
  readonly current: boolean;
  readonly userAgent: string | null;
  readonly signedInAt: Date;
  readonly lastUsedAt: Date;
}

/** A user's active sessions, the current one first, then by last use. */
export async function listSessions(userId: string): Promise<SessionView[]> {
  const now = Date.now();
  const own = await currentSessionKey();
  const rows = await db().session.findMany({
    where: { userId, expires: { gt: new Date(now) }, lastUsedAt: { gt: new Date(now - IDLE_SECONDS * 1000) } },
    orderBy: { lastUsedAt: 'desc' },
  });
  return rows
    .map(({ sessionToken, userAgent, createdAt, lastUsedAt }) => ({
      key: sessionToken,
      current: sessionToken === own,
      userAgent,
      signedInAt: createdAt,
      lastUsedAt,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}

/** Ends all sessions of a user except the current one. Returns how many ended. */
export async function endOtherSessions(userId: string): Promise<number> {
  const own = await currentSessionKey();
  return db().$transaction(async (tx) => {
    const count = await deleteSessions(tx, userId, own);
    await audit({ actor: `user:${userId}`, action: 'sessions.ended', target: userId, detail: { count } }, tx);
    return count;
  });
}
