import { db } from '@/lib/db';
import { appError } from '@/lib/errors';

/** Throws not-found (404) unless there is a workspace with this id. */
export async function assertWorkspace(id: string): Promise<void> {
  const count = await db().workspace.count({ where: { id } });
  if (count === 0) throw appError('not-found', { target: id });
}
