import type { Prisma } from '../generated/prisma/client';
import { newId } from '../new-id';

/**
 * What creates a user: with a workspace of their own, in the same transaction. It has the user's id, as it did when a user
 * paid for themselves (docs/decisions/0014-workspaces-own-the-money.md).
 */
export function newUser<Data extends Omit<Prisma.UserCreateInput, 'id' | 'memberships'>>(data: Data, id = newId()) {
  return { ...data, id, memberships: { create: { role: 'owner', workspace: { create: { id } } } } } as const;
}
