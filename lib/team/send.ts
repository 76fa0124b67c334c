import type { Tx } from '@/lib/db';
import { mailboxOf } from '@/lib/email-address';
import type { Invitation } from '@/lib/generated/prisma/client';
import { limit } from '@/lib/rate-limit';

/** Names an invitation's email; a resend is another one. */
export function invitationKey({ id, expiresAt }: Pick<Invitation, 'id' | 'expiresAt'>): string {
  return `invitation:${id}:${expiresAt.getTime()}`;
}

/** Queues an invitation's email, in the transaction that makes or renews it. Its address is read when it is sent. */
export async function sendInvitation(
  tx: Tx,
  invitation: Pick<Invitation, 'id' | 'workspaceId' | 'invitedById' | 'expiresAt'>,
): Promise<void> {
  const { id, workspaceId, invitedById } = invitation;
  const key = invitationKey(invitation);
  const mail = { userId: invitedById, workspaceId, kind: 'invitation', key, data: { invitationId: id } };
  // Not billing: it doesn't wait for business time.
  await tx.email.createMany({ data: [{ ...mail, dueAt: new Date(0) }], skipDuplicates: true });
}

/** Counts an invitation before it is made or sent again. Throws request/too-many (429). */
export async function limitInvitation(workspaceId: string, email: string): Promise<void> {
  const mailbox = mailboxOf(email);
  await limit('invitations-workspace', workspaceId);
  await limit('invitation-person', [workspaceId, mailbox].join());
  await limit('invited-person', mailbox);
}
