import { lockWorkspace, underLock } from '@/lib/billing/lock';
import type { Tx } from '@/lib/db';
import { appError } from '@/lib/errors';
import type { Actor } from '@/lib/workspaces/actor';
import { type MemberRole, roleIncludes } from '@/lib/workspaces/roles';

/**
 * Does what only a member with this role may do, under the workspace's lock: a request may have waited for it while the
 * person was removed or the workspace deleted. Throws not-found (404) or workspace/role (403).
 */
export async function asMember<T>(actor: Actor, role: MemberRole, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { workspaceId, userId } = actor;
  return underLock(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const member = await tx.member.findFirst({
      where: { workspaceId, userId, workspace: { deletedAt: null } },
      select: { role: true },
    });
    if (member === null) throw appError('not-found', { target: workspaceId });
    if (!roleIncludes(member.role, role)) throw appError('workspace/role');
    return work(tx);
  });
}
