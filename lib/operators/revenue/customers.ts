import { db } from '@/lib/db';
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
  const users = await db().user.findMany({
    where: { id: { in: moved.map(({ userId }) => userId) } },
    select: { id: true, email: true },
  });
  const emails = new Map(users.map(({ id, email }) => [id, email]));
  return { customers: moved.map(({ userId, amount }) => ({ id: userId, email: emails.get(userId) ?? null, amount })) };
}
