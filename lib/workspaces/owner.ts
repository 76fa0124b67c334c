import { db, type Tx } from '../db';
import { appError } from '../errors';

const PERSON = { id: true, email: true, name: true } as const;

/** Selects a workspace with its owner. */
export const WITH_OWNER = {
  select: {
    id: true,
    name: true,
    deletedAt: true,
    members: { where: { role: 'owner' }, select: { user: { select: PERSON } } },
  },
} as const;

/** The person who owns a workspace; what an account was deleted of is null. */
export interface WorkspaceOwner {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
}

/** The owner of a workspace that was selected with `WITH_OWNER`. Every workspace has one. */
export function ownerIn({
  members,
}: {
  readonly members: readonly { readonly user: WorkspaceOwner }[];
}): WorkspaceOwner {
  const [owner] = members;
  if (owner === undefined) throw new Error('The workspace has no owner');
  return owner.user;
}

/** The owner of a workspace. Throws not-found (404) when there is no such workspace. */
export async function ownerOf(workspaceId: string, tx: Tx = db()): Promise<WorkspaceOwner> {
  return ownerIn(await workspaceOf(workspaceId, tx));
}

async function workspaceOf(id: string, tx: Tx) {
  const workspace = await tx.workspace.findUnique({ where: { id }, ...WITH_OWNER });
  if (workspace === null) throw appError('not-found', { target: id });
  return workspace;
}

/** The name and address that a provider has for a workspace: its own name, else its owner's; null once it was deleted. */
export async function payerOf(
  workspaceId: string,
  tx: Tx = db(),
): Promise<{ email: string | null; name: string | null }> {
  const workspace = await workspaceOf(workspaceId, tx);
  if (workspace.deletedAt !== null) return { email: null, name: null };
  const { email, name } = ownerIn(workspace);
  return { email, name: workspace.name ?? name };
}

/** A workspace as operators see it in a list: its id, and the address of its owner. */
export function customerOf(workspace: Parameters<typeof ownerIn>[0] & { readonly id: string }) {
  return { id: workspace.id, email: ownerIn(workspace).email };
}
