import type { Tx } from '../db';

/** Creates an empty workspace for a person, for instance after they handed theirs over. Returns its id. */
export async function createWorkspace(tx: Tx, userId: string): Promise<string> {
  const { id } = await tx.workspace.create({
    data: { members: { create: { userId, role: 'owner' } } },
    select: { id: true },
  });
  return id;
}
