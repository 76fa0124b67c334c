import { db } from '@/lib/db';
import { appError } from '@/lib/errors';

/** Throws not-found (404) unless there is a user with this id. */
export async function assertUser(id: string): Promise<void> {
  const count = await db().user.count({ where: { id } });
  if (count === 0) throw appError('not-found', { target: id });
}
