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
  return underLock(async (tx) => {
    await lockWorkspace(tx, actor.workspaceId);
    await assertMember(tx, actor, role);
    return work(tx);
  });
}

/** Throws not-found (404) or workspace/role (403); final only under the workspace's lock. */
export async function assertMember(tx: Tx, { workspaceId, userId }: Actor, role: MemberRole): Promise<void> {
  const member = await tx.member.findFirst({
    where: { workspaceId, userId, workspace: { deletedAt: null } },
    select: { role: true },
  });
  if (member === null) throw appError('not-found', { target: workspaceId });
  if (!roleIncludes(member.role, role)) throw appError('workspace/role');
}
