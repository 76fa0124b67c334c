import { db } from '@/lib/db';
import { ownerIn, WITH_OWNER } from '@/lib/workspaces/owner';
import type { Movement, Term } from './bridge';

export interface MovedCustomer {
  readonly id: string;
  readonly email: string | null;
  /** Minor units a month. */
  readonly amount: bigint;
}

/** Customers that a page lists; the CSV file has all of them. */
const SHOWN = 500;

/** The customers behind one term of a bridge, the largest change first. */
export async function customersOf(
  movements: readonly Movement[],
  term: Term,
  currency: string,
): Promise<{ readonly customers: readonly MovedCustomer[] }> {
  const size = ({ amount }: Movement) => (amount < 0n ? -amount : amount);
  const moved = movements
    .filter((movement) => movement.term === term && movement.currency === currency)
    .sort((a, b) => (size(a) < size(b) ? 1 : -1))
    .slice(0, SHOWN);
  const workspaces = await db().workspace.findMany({
    where: { id: { in: moved.map(({ workspaceId }) => workspaceId) } },
    ...WITH_OWNER,
  });
  const emails = new Map(workspaces.map((workspace) => [workspace.id, ownerIn(workspace).email]));
  return {
    customers: moved.map(({ workspaceId, amount }) => ({
      id: workspaceId,
      email: emails.get(workspaceId) ?? null,
      amount,
    })),
  };
}
