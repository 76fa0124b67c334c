import { db } from '@/lib/db';
import type { EmailStatus, Invitation } from '@/lib/generated/prisma/client';
import { loadSeats, type Seats } from '@/lib/team/seats';
import { invitationKey } from '@/lib/team/send';
import { nameOf } from '@/lib/workspaces/name';
import { WITH_OWNER } from '@/lib/workspaces/owner';
import { type MemberRole, ROLES } from '@/lib/workspaces/roles';

const RECENT = 50;

/** `held` waits for a seat. */
export type InvitationState = 'sent' | 'held' | 'expired' | 'accepted' | 'revoked';

export interface CustomerMember {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: MemberRole;
  readonly since: Date;
  /** The workspace they own, which is the page about them as a customer; their own id unless they handed that one over. */
  readonly ownWorkspaceId: string;
}

export interface CustomerInvitation {
  readonly id: string;
  /** Null once its workspace, or the account it was for, was deleted. */
  readonly email: string | null;
  readonly role: MemberRole;
  readonly state: InvitationState;
  readonly invitedBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
  /** The email with its current link; null while it is held. */
  readonly mail: { readonly status: EmailStatus; readonly sentAt: Date | null; readonly error: string | null } | null;
}

export interface CustomerTeam {
  readonly seats: Seats;
  /** The owner first, then by role and time. */
  readonly members: readonly CustomerMember[];
  /** The latest invitations, newest first, also those that are over. */
  readonly invitations: readonly CustomerInvitation[];
}

interface Member {
  readonly role: MemberRole;
  readonly createdAt: Date;
  readonly user: { readonly id: string; readonly name: string | null; readonly email: string | null };
}

/** The people of a workspace and whom they invited; null for one person who never invited anyone. */
export async function customerTeam(workspaceId: string, members: readonly Member[]): Promise<CustomerTeam | null> {
  const invitations = await db().invitation.findMany({
    where: { workspaceId },
    omit: { tokenHash: true },
    include: { invitedBy: { select: { name: true, email: true } } },
    orderBy: { createdAt: 'desc' },
    take: RECENT,
  });
  if (members.length < 2 && invitations.length === 0) return null;
  const [seats, own, emails] = await Promise.all([
    loadSeats(workspaceId),
    ownWorkspaces(members.map(({ user }) => user.id)),
    db().email.findMany({
      where: { key: { in: invitations.map(invitationKey) } },
      select: { key: true, status: true, sentAt: true, error: true },
    }),
  ]);
  const shown = members.map(({ role, createdAt, user: { id, name, email } }) => ({
    ...{ userId: id, name, email, role, since: createdAt, ownWorkspaceId: own.get(id) ?? id },
  }));
  shown.sort((a, b) => ROLES.indexOf(b.role) - ROLES.indexOf(a.role));
  return {
    seats,
    members: shown,
    invitations: invitations.map((invitation) => {
      const { id, email, role, createdAt, expiresAt, acceptedAt, revokedAt, invitedBy } = invitation;
      const { key: _, ...mail } = emails.find(({ key }) => key === invitationKey(invitation)) ?? { key: null };
      return {
        ...{ id, email, role, createdAt, expiresAt, acceptedAt, revokedAt },
        state: stateOf(invitation),
        invitedBy: invitedBy.email ?? invitedBy.name,
        mail: 'status' in mail ? mail : null,
      };
    }),
  };
}

type States = Pick<Invitation, 'acceptedAt' | 'revokedAt' | 'expiresAt' | 'held'>;

/** An expired invitation is also marked as revoked when a new one takes its place. */
function stateOf({ acceptedAt, revokedAt, expiresAt, held }: States): InvitationState {
  if (acceptedAt !== null) return 'accepted';
  if (revokedAt !== null && revokedAt < expiresAt) return 'revoked';
  if (revokedAt !== null || expiresAt.getTime() <= Date.now()) return 'expired';
  return held ? 'held' : 'sent';
}

/** The workspace that each person owns: the one with their id, else the oldest. */
async function ownWorkspaces(userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const owned = await db().member.findMany({
    where: { userId: { in: [...userIds] }, role: 'owner', workspace: { deletedAt: null } },
    select: { userId: true, workspaceId: true },
    orderBy: { createdAt: 'desc' },
  });
  owned.sort((a, b) => Number(a.workspaceId === a.userId) - Number(b.workspaceId === b.userId));
  return new Map(owned.map(({ userId, workspaceId }) => [userId, workspaceId]));
}

/** Another workspace that a person is in, or is invited to. */
export interface OtherWorkspace {
  readonly id: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly state: 'member' | InvitationState;
}

interface Person {
  readonly id: string;
  readonly email: string | null;
}

/** Where else a person is, and where they are invited and haven't joined: the answer may be on that page. */
export async function otherWorkspaces({ id, email }: Person, except: string): Promise<OtherWorkspace[]> {
  const [members, invitations] = await Promise.all([
    db().member.findMany({
      where: { userId: id, workspaceId: { not: except }, workspace: { deletedAt: null } },
      select: { role: true, workspace: WITH_OWNER },
      orderBy: { createdAt: 'asc' },
    }),
    email === null
      ? []
      : db().invitation.findMany({
          where: { email, acceptedAt: null, workspace: { deletedAt: null } },
          omit: { tokenHash: true },
          include: { workspace: WITH_OWNER },
          orderBy: { createdAt: 'desc' },
          take: RECENT,
        }),
  ]);
  const found = [
    ...members.map(({ role, workspace }) => ({ role, workspace, state: 'member' as const })),
    ...invitations.map(({ role, workspace, ...rest }) => ({ role, workspace, state: stateOf(rest) })),
  ].map(({ role, workspace, state }) => ({ id: workspace.id, name: nameOf(workspace), role, state }));
  // The newest of a workspace's invitations counts, and none where they are a member.
  return found.filter((each, index) => found.findIndex((other) => other.id === each.id) === index);
}
