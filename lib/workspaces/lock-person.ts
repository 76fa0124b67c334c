import type { Tx } from '../db';
import { appError } from '../errors';

/**
 * Keeps a person's account from being deleted until the transaction ends: a deleted one must get no seat or
 * workspace. Throws not-found (404) for an account that is deleted already.
 */
export async function lockPerson(tx: Tx, userId: string): Promise<void> {
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "User" WHERE id = ${userId} AND "deletedAt" IS NULL FOR SHARE`;
  if (found.length === 0) throw appError('not-found', { target: userId });
}

/** Waits until nothing gives an account a seat or a workspace; nothing does until the transaction ends, which deletes it. */
export async function lockToDelete(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "User" WHERE id = ${userId} FOR UPDATE`;
}
