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

/**
 * Keeps people from giving away or getting workspaces in another transaction at the same time, in the order of their ids, so
 * that two transfers can't wait for each other. Throws not-found (404) when one of the accounts is deleted.
 */
export async function lockPeople(tx: Tx, userIds: readonly string[]): Promise<void> {
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "User" WHERE id = ANY(${[...userIds]}) AND "deletedAt" IS NULL ORDER BY id FOR NO KEY UPDATE`;
  if (found.length < new Set(userIds).size) throw appError('not-found', { target: userIds.join(' ') });
}
