import { audit } from '@/lib/audit';
import { db, type Tx } from '@/lib/db';
import { appError } from '@/lib/errors';
import { newId } from '@/lib/new-id';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { freshLink } from '@/lib/workspaces/invitation-token';
import type { MemberRole } from '@/lib/workspaces/roles';
import { asMember, assertMember } from './as-member';
import { revokeExpired } from './expired';
import { freeSeats, seatsToGive } from './seats';
import { limitInvitation, sendInvitation } from './send';

export interface Invited {
  readonly sent: number;
  /** Invitations that wait for seats: as many seats as `seatsNeeded` must be paid for to send them. */
  readonly held: number;
  readonly seatsNeeded: number;
}

/**
 * Invites people by email. Who is a member or invited already is left out. Invitations beyond the seats are held until more
 * are paid for. Throws workspace/seats-full (409) when the plan has no more seats to sell, request/too-many (429) above 50
 * invitations an hour, or five to one mailbox, or 20 to it from all workspaces.
 */
export async function invite(actor: Actor, addresses: readonly string[], role: MemberRole): Promise<Invited> {
  const { workspaceId, userId } = actor;
  await assertMember(db(), actor, 'admin');
  // What is refused or known already sends nothing, and uses up no limit.
  const { wanted: counted } = await planInvitations(db(), workspaceId, addresses);
  for (const email of counted) await limitInvitation(workspaceId, email);
  return asMember(actor, 'admin', async (tx) => {
    const { wanted, now, seatsNeeded } = await planInvitations(tx, workspaceId, counted);
    await revokeExpired(tx, workspaceId);
    for (const [index, email] of wanted.entries()) {
      const [id, held] = [newId(), index >= now];
      const row = { id, workspaceId, email, role, held, invitedById: userId, ...freshLink(id) };
      await tx.invitation.create({ data: row });
      if (!held) await sendInvitation(tx, row);
      const by = { actor: actorName(actor), action: 'workspace.invited', target: workspaceId };
      await audit({ ...by, detail: { invitation: id, role, held } }, tx);
    }
    return { sent: now, held: wanted.length - now, seatsNeeded };
  });
}

/** Whom to invite, and how many of them have a seat now; final only under the workspace's lock. Throws workspace/seats-full. */
async function planInvitations(tx: Tx, workspaceId: string, addresses: readonly string[]) {
  const wanted = await notYetThere(tx, workspaceId, addresses);
  const seats = await seatsToGive(workspaceId, tx);
  const now = Math.min(wanted.length, freeSeats(seats));
  const seatsNeeded = seats.members + seats.invited + seats.held + wanted.length;
  if (now < wanted.length && seatsNeeded > seats.most) throw appError('workspace/seats-full');
  return { wanted, now, seatsNeeded };
}

async function notYetThere(tx: Tx, workspaceId: string, addresses: readonly string[]): Promise<string[]> {
  const there = await tx.member.findMany({
    where: { workspaceId, user: { email: { in: [...addresses] } } },
    select: { user: { select: { email: true } } },
  });
  const invited = await tx.invitation.findMany({
    where: {
      ...{ workspaceId, email: { in: [...addresses] } },
      ...{ acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
    },
    select: { email: true },
  });
  const known = new Set([...there.map(({ user }) => user.email), ...invited.map(({ email }) => email)]);
  return addresses.filter((address) => !known.has(address));
}
