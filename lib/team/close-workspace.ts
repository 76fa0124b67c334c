import { audit } from '@/lib/audit';
import { closeCheckouts } from '@/lib/billing/checkout/close';
import { runOperationNow } from '@/lib/billing/operations/request';
import { LIVE } from '@/lib/billing/types';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { type Actor, actorName } from '@/lib/workspaces/actor';

/**
 * Ends everything that could still charge a workspace, at the providers. Subscriptions that another application sold to the
 * same customer aren't touched. If a provider fails, its error is thrown: what was canceled stays canceled, nothing else is
 * canceled later, and a retry continues with the rest. Returns our ids of the subscriptions that ended.
 */
export async function endBilling(actor: Actor): Promise<ReadonlySet<string>> {
  const { workspaceId } = actor;
  const { mode } = env().payments;
  await closeCheckouts(workspaceId);
  const live = await db().subscription.findMany({
    where: { workspaceId, mode, status: { in: [...LIVE] }, origin: { not: 'foreign' } },
  });
  for (const { id, provider, externalId } of live) {
    await runOperationNow({
      ...{ workspaceId, provider, kind: 'cancel', key: `cancel:${id}` },
      params: { subscriptionExternalId: externalId },
      // It ends whatever has become of it since.
      shown: { contract: null },
      actor: actorName(actor),
    });
  }
  return new Set(live.map(({ id }) => id));
}

/**
 * Marks a workspace as deleted (business time), under its lock. Its ledger rows stay; its owner stays on record. `ended` are
 * the subscriptions that `endBilling` ended. Throws request/too-many (429) when something was bought since: a retry ends it.
 */
export async function closeWorkspace(tx: Tx, actor: Actor, at: Date, ended: ReadonlySet<string>): Promise<void> {
  const { workspaceId } = actor;
  const { mode } = env().payments;
  const bought = await tx.subscription.count({
    where: { workspaceId, mode, status: { in: [...LIVE] }, origin: { not: 'foreign' }, id: { notIn: [...ended] } },
  });
  const opened = await tx.checkout.count({ where: { workspaceId, mode, state: { in: ['creating', 'open'] } } });
  if (bought + opened > 0) throw appError('request/too-many', { retryAfter: 1 });
  await tx.workspace.update({ where: { id: workspaceId }, data: { name: null, deletedAt: at } });
  await tx.member.deleteMany({ where: { workspaceId, role: { not: 'owner' } } });
  await tx.invitation.updateMany({
    where: { workspaceId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  await tx.invitation.updateMany({ where: { workspaceId }, data: { email: null } });
  await tx.customer.updateMany({ where: { workspaceId, retiredAt: null }, data: { retiredAt: new Date() } });
  await tx.$executeRaw`
    UPDATE "Email" SET status = 'dropped' WHERE "workspaceId" = ${workspaceId} AND status = 'waiting'`;
  // Nothing may create or rename a customer at a provider anymore.
  await tx.operation.updateMany({
    where: { workspaceId, kind: { in: ['customer', 'customer-details'] }, status: { in: ['planned', 'unknown'] } },
    data: { status: 'withdrawn' },
  });
  await audit({ actor: actorName(actor), action: 'workspace.deleted', target: workspaceId }, tx);
}
