import { audit } from '@/lib/audit';
import { ownedBy, planDetails, sendDetails } from '@/lib/billing/account/customer-details';
import type { Tx } from '@/lib/db';
import { appError } from '@/lib/errors';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { createWorkspace } from '@/lib/workspaces/create';
import { lockPeople, lockPerson } from '@/lib/workspaces/lock-person';
import type { MemberRole } from '@/lib/workspaces/roles';
import { asMember } from './as-member';
import { lookSoon } from './held';
import { dropEmails, shareEmails } from './waiting-emails';

/** Changes the role of a member who isn't the owner. Throws not-found (404) and workspace/owner (409). */
export async function changeRole(actor: Actor, userId: string, role: Exclude<MemberRole, 'owner'>): Promise<void> {
  const entry = { action: 'workspace.role-changed', detail: { role } };
  await onMember(actor, 'admin', userId, entry, async (tx, key) => {
    await lockPerson(tx, userId);
    await tx.member.update({ where: { workspaceId_userId: key }, data: { role } });
    if (role === 'member') await dropEmails(tx, key);
    else await shareEmails(tx, key);
  });
}

/** Removes a member: with their next request, in every session, they are out. Throws not-found (404) and workspace/owner (409). */
export async function removeMember(actor: Actor, userId: string): Promise<void> {
  await onMember(actor, 'admin', userId, { action: 'workspace.member-removed' }, takeOut);
}

/** Leaves a workspace. Throws workspace/owner (409) for its owner, who transfers it first. */
export async function leaveWorkspace(actor: Actor): Promise<void> {
  await onMember(actor, 'member', actor.userId, { action: 'workspace.left' }, takeOut);
}

async function takeOut(tx: Tx, key: Actor): Promise<void> {
  await tx.member.delete({ where: { workspaceId_userId: key } });
  await dropEmails(tx, key);
  await lookSoon(tx, [key.workspaceId]);
}

/**
 * Hands a workspace over to another member; the owner before stays as an admin and gets a workspace of their own if they have
 * no other. The providers get the new owner's address. Throws not-found (404) and workspace/owner (409).
 */
export async function transferWorkspace(actor: Actor, userId: string): Promise<void> {
  const { workspaceId } = actor;
  const operations = await asMember(actor, 'owner', async (tx) => {
    await onMemberIn(tx, actor, userId, { action: 'workspace.transferred' }, async (_, key) => {
      await lockPeople(tx, [actor.userId, userId]);
      // First down, then up: the key Member_owner_key allows one owner.
      const before = { workspaceId, userId: actor.userId };
      await tx.member.update({ where: { workspaceId_userId: before }, data: { role: 'admin' } });
      await tx.member.update({ where: { workspaceId_userId: key }, data: { role: 'owner' } });
      await shareEmails(tx, key);
      const owned = { userId: actor.userId, role: 'owner' as const, workspace: { deletedAt: null } };
      if ((await tx.member.count({ where: owned })) === 0) await createWorkspace(tx, actor.userId);
    });
    return planDetails(tx, actor.userId, { id: workspaceId, ...ownedBy(userId) });
  });
  await sendDetails(operations);
}

interface Entry {
  readonly action: string;
  readonly detail?: Record<string, string>;
}

type Work = (tx: Tx, key: Actor) => Promise<void>;

async function onMember(actor: Actor, role: MemberRole, userId: string, entry: Entry, work: Work): Promise<void> {
  await asMember(actor, role, (tx) => onMemberIn(tx, actor, userId, entry, work));
}

async function onMemberIn(tx: Tx, actor: Actor, userId: string, { action, detail }: Entry, work: Work): Promise<void> {
  const key = { workspaceId: actor.workspaceId, userId };
  const member = await tx.member.findUnique({ where: { workspaceId_userId: key } });
  if (member === null) throw appError('not-found', { target: userId });
  if (member.role === 'owner') throw appError('workspace/owner');
  await work(tx, key);
  const by = { actor: actorName(actor), action, target: actor.workspaceId };
  await audit({ ...by, detail: { member: userId, ...detail } }, tx);
}
