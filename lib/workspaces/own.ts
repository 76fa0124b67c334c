import { db } from '../db';
import { nameOf } from './name';
import { WITH_OWNER } from './owner';
import type { MemberRole } from './roles';

export interface OwnWorkspace {
  readonly id: string;
  readonly name: string;
  readonly role: MemberRole;
}

/** The workspaces a person is in, theirs first. */
export async function workspacesOf(userId: string): Promise<OwnWorkspace[]> {
  const members = await db().member.findMany({
    where: { userId, workspace: { deletedAt: null } },
    include: { workspace: WITH_OWNER },
    orderBy: { createdAt: 'asc' },
  });
  return members.map(({ role, workspace }) => ({ id: workspace.id, name: nameOf(workspace), role }));
}

/** What a workspace is called, for someone who is in several; null for a person with nothing to choose. */
export async function namedFor(userId: string, workspaceId: string): Promise<string | null> {
  const own = await workspacesOf(userId);
  return own.length < 2 ? null : (own.find(({ id }) => id === workspaceId)?.name ?? null);
}
