import type { Tx } from '../db';
import { actorName } from './actor';
import { ownerOf } from './owner';

/** Who gets a workspace's billing emails: the owner and the admins. */
export function billingReaders(tx: Tx, workspaceId: string): Promise<{ readonly userId: string }[]> {
  return tx.member.findMany({
    where: { workspaceId, role: { in: ['owner', 'admin'] } },
    select: { userId: true },
    orderBy: { createdAt: 'asc' },
  });
}

/** Who an answer to a request goes to: the member who made it, else the owner. `actor` is an operation's. */
export async function requesterOf(tx: Tx, workspaceId: string, actor: string): Promise<string> {
  const members = await billingReaders(tx, workspaceId);
  const requester = members.find((member) => actorName(member) === actor);
  return requester?.userId ?? (await ownerOf(workspaceId, tx)).id;
}
