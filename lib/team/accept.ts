import { audit } from '@/lib/audit';
import { lockWorkspace, underLock } from '@/lib/billing/lock';
import { db } from '@/lib/db';
import { appError } from '@/lib/errors';
import { actorName } from '@/lib/workspaces/actor';
import { tokenHash } from '@/lib/workspaces/invitation-token';
import { lockPerson } from '@/lib/workspaces/lock-person';
import { nameOf } from '@/lib/workspaces/name';
import { WITH_OWNER } from '@/lib/workspaces/owner';
import type { MemberRole } from '@/lib/workspaces/roles';
import { loadSeats } from './seats';
import { shareEmails } from './waiting-emails';

interface Person {
  readonly id: string;
  readonly email: string;
}

export interface OpenInvitation {
  readonly workspaceId: string;
  readonly workspace: string;
  /** The name or address of who invited. */
  readonly invitedBy: string;
  readonly role: MemberRole;
}

/**
 * What an invitation's link opens, for the person it is for. Throws workspace/invitation-invalid (410), and for someone else
 * workspace/other-address (403), which says nothing about the workspace.
 */
export async function openInvitation(person: Person, token: string): Promise<OpenInvitation> {
  const found = await db().invitation.findUnique({
    where: { tokenHash: tokenHash(token) },
    include: { workspace: WITH_OWNER, invitedBy: { select: { name: true, email: true } } },
  });
  if (found === null || found.workspace.deletedAt !== null || !isOpen(found))
    throw appError('workspace/invitation-invalid');
  if (found.email !== person.email) throw appError('workspace/other-address');
  const { workspaceId, role, invitedBy } = found;
  return {
    workspaceId,
    role,
    workspace: nameOf(found.workspace),
    invitedBy: invitedBy.name ?? invitedBy.email ?? 'Someone',
  };
}

function isOpen({
  acceptedAt,
  revokedAt,
  expiresAt,
  held,
}: {
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly expiresAt: Date;
  readonly held: boolean;
}): boolean {
  return acceptedAt === null && revokedAt === null && !held && expiresAt.getTime() > Date.now();
}

/**
 * Makes a person a member of the workspace they are invited to; returns its id. The invitation held a seat, so only a
 * workspace that has lost seats since is full. Throws what `openInvitation` does, and workspace/seats-full (409).
 */
export async function acceptInvitation(person: Person, token: string): Promise<string> {
  const { workspaceId } = await openInvitation(person, token);
  await underLock(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    await lockPerson(tx, person.id);
    const invitation = await tx.invitation.findFirst({
      where: { tokenHash: tokenHash(token), workspace: { deletedAt: null } },
    });
    if (invitation === null || !isOpen(invitation)) throw appError('workspace/invitation-invalid');
    const row = { workspaceId, userId: person.id, role: invitation.role };
    await tx.invitation.update({ where: { id: invitation.id }, data: { acceptedAt: new Date() } });
    // Who is in already, and has another address since, keeps their role.
    if ((await tx.member.count({ where: { workspaceId, userId: person.id } })) > 0) return;
    const { paid, members } = await loadSeats(workspaceId, tx);
    if (members >= paid) throw appError('workspace/seats-full');
    await tx.member.create({ data: row });
    if (invitation.role === 'admin') await shareEmails(tx, row);
    const detail = { invitation: invitation.id, role: invitation.role };
    const actor = actorName({ userId: person.id });
    await audit({ actor, action: 'workspace.joined', target: workspaceId, detail }, tx);
  });
  return workspaceId;
}
