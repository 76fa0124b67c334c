import { audit } from '@/lib/audit';
import { planDetails, sendDetails } from '@/lib/billing/account/customer-details';
import { db } from '@/lib/db';
import { type Actor, actorName } from '@/lib/workspaces/actor';

/** Names a workspace, here and at the providers; null calls it after its owner again. */
export async function renameWorkspace(actor: Actor, name: string | null): Promise<void> {
  const { workspaceId: id, userId } = actor;
  const operations = await db().$transaction(async (tx) => {
    await tx.workspace.update({ where: { id }, data: { name } });
    await audit({ actor: actorName(actor), action: 'workspace.renamed', target: id }, tx);
    return planDetails(tx, userId, { id });
  });
  await sendDetails(operations);
}
