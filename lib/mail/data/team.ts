import { z } from 'zod';
import { db } from '@/lib/db';
import { nameOf } from '@/lib/workspaces/name';
import { WITH_OWNER } from '@/lib/workspaces/owner';
import type { Reference } from './common';

const reference = z.object({ invitationId: z.string() });

/** An invitation that can still be accepted; its link isn't stored. */
export async function invitation(given: Reference) {
  const { invitationId: id } = reference.parse(given);
  const found = await db().invitation.findUnique({
    where: { id },
    include: { workspace: WITH_OWNER, invitedBy: { select: { name: true, email: true } } },
  });
  if (found === null || found.email === null || found.acceptedAt !== null || found.revokedAt !== null) return null;
  if (found.held || found.expiresAt.getTime() <= Date.now()) return null;
  return {
    invitationId: id,
    workspace: nameOf(found.workspace),
    invitedBy: found.invitedBy.name ?? found.invitedBy.email ?? 'Someone',
    role: found.role,
    expiresAt: found.expiresAt.toISOString(),
  };
}

/** Whom an invitation goes to, with what their account says, if they have one; null once its workspace was deleted. */
export async function invitedPerson(given: Reference) {
  const { invitationId: id } = reference.parse(given);
  const { email } = (await db().invitation.findUnique({ where: { id }, select: { email: true } })) ?? { email: null };
  if (email === null) return null;
  const account = await db().user.findUnique({ where: { email } });
  return { email, name: account?.name ?? null, locale: account?.locale ?? null, timeZone: account?.timeZone ?? null };
}
