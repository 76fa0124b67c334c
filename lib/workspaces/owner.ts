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
  const { id, email, owner } = await readOwned(workspaceId, tx);
  return { id, email, name: owner };
}

interface Owned {
  /** The owner's id, address, and name. */
  readonly id: string;
  readonly email: string | null;
  readonly owner: string | null;
  /** The workspace's own name. */
  readonly name: string | null;
  readonly deletedAt: Date | null;
}

async function readOwned(workspaceId: string, tx: Tx): Promise<Owned> {
  const [row] = await tx.$queryRaw<Owned[]>`
    SELECT owner.id, owner.email, owner.name AS owner, workspace.name, workspace."deletedAt"
    FROM "Workspace" workspace
    JOIN "Member" member ON member."workspaceId" = workspace.id AND member.role = 'owner'
    JOIN "User" owner ON owner.id = member."userId"
    WHERE workspace.id = ${workspaceId}`;
  if (row === undefined) throw appError('not-found', { target: workspaceId });
  return row;
}

/** The name and address that a provider has for a workspace: its own name, else its owner's; null once it was deleted. */
export async function payerOf(
  workspaceId: string,
  tx: Tx = db(),
): Promise<{ email: string | null; name: string | null }> {
  const { email, owner, name, deletedAt } = await readOwned(workspaceId, tx);
  return deletedAt === null ? { email, name: name ?? owner } : { email: null, name: null };
}

/** A workspace as operators see it in a list: its id, and the address of its owner. */
export function customerOf(workspace: Parameters<typeof ownerIn>[0] & { readonly id: string }) {
  return { id: workspace.id, email: ownerIn(workspace).email };
}
