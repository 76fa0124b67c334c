import { lockWorkspace, underLock } from '@/lib/billing/lock';
import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { appError } from '@/lib/errors';
import { log } from '@/lib/log';
import type { Actor } from '@/lib/workspaces/actor';
import { createWorkspace } from '@/lib/workspaces/create';
import { lockPeople } from '@/lib/workspaces/lock-person';
import { closeWorkspace, endBilling } from './close-workspace';
import { redactWorkspace } from './redact';

/**
 * Deletes the owner's workspace: first cancels everything that could still charge it, then lets everyone out. The owner keeps
 * their account and starts again in an empty workspace, unless they own another. Throws workspace/role (403) for anyone else,
 * and what `endBilling` throws.
 */
export async function deleteWorkspace(actor: Actor): Promise<void> {
  const { workspaceId, userId } = actor;
  await ownedWith(db(), actor);
  const ended = await endBilling(actor);
  const at = await businessNow();
  await underLock(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    await lockPeople(tx, [userId]);
    const owned = await ownedWith(tx, actor);
    await closeWorkspace(tx, actor, at, ended);
    if (owned.length === 1) await createWorkspace(tx, userId);
  });
  await redactWorkspace(workspaceId).catch((error: unknown) => {
    log().error({ err: error }, 'workspace not redacted yet, the clean-up continues');
  });
}

/** The workspaces that a person owns; throws workspace/role (403) when this one isn't among them. */
async function ownedWith(tx: Tx, { workspaceId, userId }: Actor): Promise<string[]> {
  const owned = await tx.member.findMany({
    where: { userId, role: 'owner', workspace: { deletedAt: null } },
    select: { workspaceId: true },
  });
  const ids = owned.map((each) => each.workspaceId);
  if (!ids.includes(workspaceId)) throw appError('workspace/role');
  return ids;
}
