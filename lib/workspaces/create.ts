import { db, type Tx } from '../db';

/** Creates an empty workspace for a person, for instance after they handed theirs over. Returns its id. */
export async function createWorkspace(tx: Tx, userId: string): Promise<string> {
  const { id } = await tx.workspace.create({
    data: { members: { create: { userId, role: 'owner' } } },
    select: { id: true },
  });
  return id;
}

/** Lets a person in who was created without a workspace, such as by an import. */
export async function ensureWorkspace(userId: string): Promise<void> {
  const there = await db().member.count({ where: { userId, workspace: { deletedAt: null } } });
  if (there === 0) await createWorkspace(db(), userId);
}
