import { audit } from '@/lib/audit';
import { deleteSessions } from '@/lib/auth/viewing';
import { db } from '@/lib/db';

/** Signs a user out everywhere; returns how many sessions ended. `actor` is `admin:<id>` or `command line`. */
export async function endAllSessions(userId: string, actor: string): Promise<number> {
  return db().$transaction(async (tx) => {
    const count = await deleteSessions(tx, userId);
    await audit({ actor, action: 'sessions.ended', target: userId, detail: { count } }, tx);
    return count;
  });
}
