import 'server-only';
import { audit } from '@/lib/audit';
import { deleteSessions } from '@/lib/auth/viewing';
import { lockWorkspace, underLock } from '@/lib/billing/lock';
import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { appError } from '@/lib/errors';
import { Prisma } from '@/lib/generated/prisma/client';
import type { EmailStatus } from '@/lib/generated/prisma/enums';
import { log } from '@/lib/log';
import { closeWorkspace, endBilling } from '@/lib/team/close-workspace';
import { leaveAll } from '@/lib/team/leave';
import { redactWorkspace } from '@/lib/team/redact';
import { actorName } from '@/lib/workspaces/actor';
import { lockToDelete } from '@/lib/workspaces/lock-person';
import { EMPTY_PROFILE } from './profile';

/**
 * Deletes an account: first cancels everything that could still charge the workspaces it owns, then anonymizes the user and
 * leaves the workspaces of others. Ledger rows are kept without a name. Throws workspace/has-members (409) while other people
 * are in a workspace of theirs. If a provider fails, its error is thrown and the account is unchanged, as in `endBilling`.
 */
export async function deleteAccount(userId: string): Promise<void> {
  const owned = await ownedAlone(db(), userId);
  const ended = new Map<string, ReadonlySet<string>>();
  for (const workspaceId of owned) ended.set(workspaceId, await endBilling({ userId, workspaceId }));
  await anonymizeUser(userId, ended, await businessNow());
  for (const workspaceId of owned) {
    await redactWorkspace(workspaceId).catch((error: unknown) => {
      log().error({ err: error }, 'account not redacted yet, the clean-up continues');
    });
  }
  log().info('account deleted');
}

/** The workspaces that a person owns, in the order of their ids; throws workspace/has-members while one has other members. */
async function ownedAlone(tx: Tx, userId: string): Promise<string[]> {
  const owned = await tx.workspace.findMany({
    where: { deletedAt: null, members: { some: { userId, role: 'owner' } } },
    select: { id: true, members: { select: { userId: true }, where: { userId: { not: userId } }, take: 1 } },
    orderBy: { id: 'asc' },
  });
  if (owned.some(({ members }) => members.length > 0)) throw appError('workspace/has-members');
  return owned.map(({ id }) => id);
}

/** What ended in which workspace. Throws request/too-many (429) when the person got another one or bought something since. */
async function anonymizeUser(userId: string, ended: ReadonlyMap<string, ReadonlySet<string>>, at: Date): Promise<void> {
  await underLock(async (tx) => {
    // In the order of their ids, so that two deletions can't wait for each other.
    for (const workspaceId of await ownedAlone(tx, userId)) await lockWorkspace(tx, workspaceId);
    // Under these locks no person joins, and no workspace is handed over to them; both may have happened before.
    await lockToDelete(tx, userId);
    const owned = await ownedAlone(tx, userId);
    if (owned.some((id) => !ended.has(id))) throw appError('request/too-many', { retryAfter: 1 });
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    await tx.user.update({
      where: { id: userId },
      data: {
        ...EMPTY_PROFILE,
        email: null,
        emailVerified: null,
        image: null,
        locale: null,
        timeZone: null,
        role: 'USER',
        deletedAt: at,
      },
    });
    await deleteSessions(tx, userId);
    await tx.account.deleteMany({ where: { userId } });
    await tx.verificationToken.deleteMany({
      where: { OR: [{ identifier: email ?? '' }, { identifier: { startsWith: `email-change:${userId}:` } }] },
    });
    await leaveAll(tx, { userId, email });
    for (const workspaceId of owned)
      await closeWorkspace(tx, { userId, workspaceId }, at, ended.get(workspaceId) ?? new Set());
    const unsent = {
      userId,
      status: { in: ['waiting', 'failed'] satisfies EmailStatus[] },
      kind: { not: 'invitation' },
    };
    await tx.email.updateMany({ where: unsent, data: { status: 'dropped', snapshot: Prisma.DbNull } });
    if (email !== null) await queueFarewellEmail(tx, { userId, address: email, at });
    await audit({ actor: actorName({ userId }), action: 'account.deleted', target: userId }, tx);
  });
}

/** Only this email keeps the address, until it is sent. Queued after the other waiting emails were dropped. */
async function queueFarewellEmail(tx: Tx, { userId, address, at }: { userId: string; address: string; at: Date }) {
  const data = { deletedAt: at.toISOString() };
  const mail = { userId, kind: 'account-deleted', key: `account-deleted:${userId}`, data, address, dueAt: at };
  await tx.email.createMany({ data: [mail], skipDuplicates: true });
}
