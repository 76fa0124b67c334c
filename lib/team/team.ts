import { db } from '@/lib/db';
import { nameOf } from '@/lib/workspaces/name';
import { WITH_OWNER } from '@/lib/workspaces/owner';
import { type MemberRole, ROLES } from '@/lib/workspaces/roles';
import { loadSeats, type Seats } from './seats';

export interface TeamMember {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string;
  readonly role: MemberRole;
  readonly since: Date;
}

export interface PendingInvitation {
  readonly id: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly expiresAt: Date;
  readonly state: 'sent' | 'held' | 'expired';
}

export interface Team {
  readonly id: string;
  readonly name: string;
  /** Null until someone names it. */
  readonly ownName: string | null;
  /** What it is called without a name of its own. */
  readonly unnamed: string;
  readonly seats: Seats;
  /** The owner first, then by role and time. */
  readonly members: readonly TeamMember[];
  readonly invitations: readonly PendingInvitation[];
}

/** Everything the members page shows. */
export async function loadTeam(workspaceId: string): Promise<Team> {
  const [workspace, seats, members, invitations] = await Promise.all([
    db().workspace.findUniqueOrThrow({ where: { id: workspaceId }, ...WITH_OWNER }),
    loadSeats(workspaceId),
    db().member.findMany({
      where: { workspaceId },
      include: { user: { select: { name: true, email: true } } },
      orderBy: { createdAt: 'asc' },
    }),
    db().invitation.findMany({
      where: { workspaceId, acceptedAt: null, revokedAt: null },
      orderBy: { createdAt: 'asc' },
    }),
  ]);
  const shown = members.map(({ userId, role, createdAt, user }) => ({
    ...{ userId, role, since: createdAt, name: user.name, email: user.email ?? '' },
  }));
  shown.sort((a, b) => ROLES.indexOf(b.role) - ROLES.indexOf(a.role));
  return {
    ...{
      id: workspaceId,
      name: nameOf(workspace),
      ownName: workspace.name,
      unnamed: nameOf({ ...workspace, name: null }),
    },
    ...{ seats, members: shown },
    invitations: invitations.map(({ id, email, role, expiresAt, held }) => ({
      ...{ id, role, expiresAt, email: email ?? '' },
      state: expiresAt.getTime() <= Date.now() ? 'expired' : held ? 'held' : 'sent',
    })),
  };
}
