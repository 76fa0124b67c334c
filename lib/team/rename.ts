import { audit } from '@/lib/audit';
import { planDetails, sendDetails } from '@/lib/billing/account/customer-details';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { asMember } from './as-member';

/** Names a workspace, here and at the providers; null calls it after its owner again. Throws workspace/role (403). */
export async function renameWorkspace(actor: Actor, name: string | null): Promise<void> {
  const { workspaceId: id, userId } = actor;
  const operations = await asMember(actor, 'admin', async (tx) => {
    await tx.workspace.update({ where: { id }, data: { name } });
    await audit({ actor: actorName(actor), action: 'workspace.renamed', target: id }, tx);
    return planDetails(tx, userId, { id });
  });
  await sendDetails(operations);
}
