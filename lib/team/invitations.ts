import { audit } from '@/lib/audit';
import { db, type Tx } from '@/lib/db';
import { appError } from '@/lib/errors';
import type { Invitation } from '@/lib/generated/prisma/client';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { freshLink } from '@/lib/workspaces/invitation-token';
import { asMember, assertMember } from './as-member';
import { lookSoon } from './held';
import { freeSeats, seatsToGive } from './seats';
import { limitInvitation, sendInvitation } from './send';

/**
 * Sends an invitation again, with a new link for seven days; the one before stops working. Throws not-found (404),
 * workspace/seats-full (409) when it has expired and its seat has been taken since, and request/too-many (429).
 */
export async function resendInvitation(actor: Actor, id: string): Promise<void> {
  await assertMember(db(), actor, 'admin');
  const asked = await openInvitation(db(), actor, id);
  await assertSeat(db(), asked);
  if (!asked.held && asked.email !== null) await limitInvitation(asked.workspaceId, asked.email);
  await change(actor, id, 'workspace.invitation-resent', async (tx, invitation) => {
    await assertSeat(tx, invitation);
    const link = freshLink(id);
    await tx.invitation.update({ where: { id }, data: link });
    if (invitation.held) await lookSoon(tx, [actor.workspaceId]);
    else await sendInvitation(tx, { ...invitation, ...link });
  });
}

/** One that has expired needs a free seat. */
async function assertSeat(tx: Tx, { workspaceId, held, expiresAt }: Invitation): Promise<void> {
  if (held || expiresAt.getTime() > Date.now()) return;
  if (freeSeats(await seatsToGive(workspaceId, tx)) === 0) throw appError('workspace/seats-full');
}

/** Takes an invitation back; its link stops working, and its seat is free. Throws not-found (404). */
export async function revokeInvitation(actor: Actor, id: string): Promise<void> {
  await change(actor, id, 'workspace.invitation-revoked', async (tx) => {
    await tx.invitation.update({ where: { id }, data: { revokedAt: new Date() } });
    await lookSoon(tx, [actor.workspaceId]);
  });
}

/** Changes an open invitation of the actor's workspace under its lock. */
async function change(
  actor: Actor,
  id: string,
  action: string,
  work: (tx: Tx, invitation: Invitation) => Promise<void>,
): Promise<void> {
  const { workspaceId } = actor;
  await asMember(actor, 'admin', async (tx) => {
    await work(tx, await openInvitation(tx, actor, id));
    await audit({ actor: actorName(actor), action, target: workspaceId, detail: { invitation: id } }, tx);
  });
}

async function openInvitation(tx: Tx, { workspaceId }: Actor, id: string): Promise<Invitation> {
  const invitation = await tx.invitation.findFirst({ where: { id, workspaceId, acceptedAt: null, revokedAt: null } });
  if (invitation === null) throw appError('not-found', { target: id });
  return invitation;
}
