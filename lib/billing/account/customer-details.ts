import type { Tx } from '@/lib/db';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { newId } from '@/lib/new-id';
import { actorName } from '@/lib/workspaces/actor';
import { runOperation } from '../operations/run';

/**
 * Plans to tell every provider a changed address or name of these workspaces, in the transaction that changes it. Returns
 * what to send.
 */
export async function planDetails(tx: Tx, userId: string, workspace: Prisma.WorkspaceWhereInput): Promise<string[]> {
  const { mode } = env().payments;
  const customers = await tx.customer.findMany({ where: { workspace, mode, retiredAt: null } });
  const planned = customers.map(({ workspaceId, provider, externalId }) => {
    const id = newId();
    // Each change is sent: one still under way may have been sent before this one.
    const key = `customer-details:${id}`;
    const params = { customerExternalId: externalId };
    const actor = actorName({ userId });
    return { id, workspaceId, provider, mode, kind: 'customer-details', key, params, actor, automatic: true };
  });
  await tx.operation.createMany({ data: planned });
  return planned.map(({ id }) => id);
}

/** The workspaces whose name and address at the providers are this person's. */
export function ownedBy(userId: string): Prisma.WorkspaceWhereInput {
  return { members: { some: { userId, role: 'owner' } } };
}

/** Sends them now. The jobs retry one that fails; the customer doesn't wait for it. */
export async function sendDetails(operationIds: readonly string[]): Promise<void> {
  for (const id of operationIds)
    await runOperation(id).catch((error: unknown) => log().error({ err: error, operation: id }, 'details not sent'));
}
