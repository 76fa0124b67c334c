import 'server-only';
import { currentSessionKey } from '../auth/session';
import { db } from '../db';
import { appError } from '../errors';
import type { Actor } from './actor';

/** Shows another workspace in this session from now on. Throws not-found (404) for one that the person isn't in. */
export async function switchWorkspace({ userId, workspaceId }: Actor): Promise<void> {
  const there = await db().member.count({ where: { userId, workspaceId, workspace: { deletedAt: null } } });
  const key = await currentSessionKey();
  if (there === 0 || key === null) throw appError('not-found', { target: workspaceId });
  await db().session.updateMany({ where: { sessionToken: key, userId }, data: { workspaceId } });
}
