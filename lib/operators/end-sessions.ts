import { audit } from '@/lib/audit';
import { deleteSessions } from '@/lib/auth/viewing';
import { db } from '@/lib/db';

/** Signs every member of a workspace out everywhere; returns how many sessions ended. `actor` is `admin:<id>` or `command line`. */
export async function endAllSessions(workspaceId: string, actor: string): Promise<number> {
  return db().$transaction(async (tx) => {
    let count = 0;
    for (const { userId } of await tx.member.findMany({ where: { workspaceId }, select: { userId: true } }))
      count += await deleteSessions(tx, userId);
    await audit({ actor, action: 'sessions.ended', target: workspaceId, detail: { count } }, tx);
    return count;
  });
}
