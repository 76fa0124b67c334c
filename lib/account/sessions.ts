import 'server-only';
import { audit } from '@/lib/audit';
import { currentSessionKey } from '@/lib/auth/session';
import { IDLE_SECONDS } from '@/lib/auth/session-cookie';
import { db } from '@/lib/db';

export interface SessionView {
  /** Of the row, for lists; opens nothing. */
  readonly key: string;
  /** The session that asks. */
  readonly current: boolean;
  readonly userAgent: string | null;
  readonly signedInAt: Date;
  readonly lastUsedAt: Date;
}

/** Where somebody is signed in, latest use first. Sessions that have run out are not shown. */
export async function sessionsOf(userId: string): Promise<SessionView[]> {
  const now = Date.now();
  const own = await currentSessionKey();
  const rows = await db().session.findMany({
    where: { userId, expires: { gt: new Date(now) }, lastUsedAt: { gt: new Date(now - IDLE_SECONDS * 1000) } },
    orderBy: { lastUsedAt: 'desc' },
  });
  return rows
    .map(({ sessionToken, userAgent, createdAt, lastUsedAt }) => ({
      ...{ key: sessionToken, current: sessionToken === own, userAgent, signedInAt: createdAt, lastUsedAt },
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}

/** Signs somebody out everywhere but here, at once. Returns how many sessions ended. */
export async function endOtherSessions(userId: string): Promise<number> {
  const own = await currentSessionKey();
  const { count } = await db().session.deleteMany({ where: { userId, sessionToken: { not: own ?? '' } } });
  await audit({ actor: `user:${userId}`, action: 'sessions.ended', target: userId, detail: { count } });
  return count;
}
