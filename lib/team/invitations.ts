import { audit } from '@/lib/audit';
import { db, type Tx } from '@/lib/db';
import { mailboxOf } from '@/lib/email-address';
import { appError } from '@/lib/errors';
import type { Invitation } from '@/lib/generated/prisma/client';
import { limit } from '@/lib/rate-limit';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { freshLink } from '@/lib/workspaces/invitation-token';
import { asMember } from './as-member';
import { freeSeats, seatsToGive } from './seats';
import { sendInvitation } from './send';

/**
 * Sends an invitation again, with a new link for seven days; the one before stops working. Throws not-found (404), and
 * workspace/seats-full (409) when it has expired and its seat has been taken since.
 */
export async function resendInvitation(actor: Actor, id: string): Promise<void> {
  await limit('invitations-workspace', actor.workspaceId);
  const where = { id, workspaceId: actor.workspaceId };
  const invited = await db().invitation.findFirst({ where, select: { email: true } });
  if (invited?.email != null) await limit('invitation-person', mailboxOf(invited.email));
  await change(actor, id, 'workspace.invitation-resent', async (tx, invitation) => {
    const isSeatless = !invitation.held && invitation.expiresAt.getTime() <= Date.now();
    if (isSeatless && freeSeats(await seatsToGive(actor.workspaceId, tx)) === 0) throw appError('workspace/seats-full');
    const link = freshLink(id);
    await tx.invitation.update({ where: { id }, data: link });
    if (!invitation.held) await sendInvitation(tx, { ...invitation, ...link });
  });
}

/** Takes an invitation back; its link stops working, and its seat is free. Throws not-found (404). */
export async function revokeInvitation(actor: Actor, id: string): Promise<void> {
  await change(actor, id, 'workspace.invitation-revoked', async (tx) => {
    await tx.invitation.update({ where: { id }, data: { revokedAt: new Date() } });
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
    const invitation = await tx.invitation.findFirst({
      where: { id, workspaceId, acceptedAt: null, revokedAt: null },
    });
    if (invitation === null) throw appError('not-found', { target: id });
    await work(tx, invitation);
    await audit({ actor: actorName(actor), action, target: workspaceId, detail: { invitation: id } }, tx);
  });
}
