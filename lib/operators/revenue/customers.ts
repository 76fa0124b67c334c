import { db } from '@/lib/db';
import { ownerIn, WITH_OWNER } from '@/lib/workspaces/owner';
import type { Term } from './bridge';
import { movements } from './movements';
import type { Period } from './period';

export interface MovedCustomer {
  readonly id: string;
  readonly email: string | null;
  /** Minor units a month. */
  readonly amount: bigint;
}

/** Customers that a page lists; the CSV file has all of them. */
const SHOWN = 500;

/** The customers behind one term of a bridge, the largest change first. */
export async function customersOf(period: Period, term: Term, currency: string): Promise<readonly MovedCustomer[]> {
  const moved = await db().$queryRaw<{ id: string; amount: string }[]>`
    SELECT "workspaceId" AS id, (after - before)::text AS amount FROM (${movements(period)}) AS movement
    WHERE term = ${term} AND currency = ${currency} ORDER BY abs(after - before) DESC, "workspaceId" LIMIT ${SHOWN}`;
  const workspaces = await db().workspace.findMany({ where: { id: { in: moved.map(({ id }) => id) } }, ...WITH_OWNER });
  const emails = new Map(workspaces.map((workspace) => [workspace.id, ownerIn(workspace).email]));
  return moved.map(({ id, amount }) => ({ id, email: emails.get(id) ?? null, amount: BigInt(amount) }));
}
