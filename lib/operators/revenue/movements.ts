import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import type { Term } from './bridge';
import type { Period } from './period';

/**
 * Selects what each customer's monthly revenue was `before` a period and is `after` it, in each currency, in minor units a
 * month; why it changed, as a `term`, or null; and whether there are `earlier` entries. A customer who pays again after a
 * time without revenue is a reactivation, in whatever currency. Entries of one moment count together, as a window's frame
 * does by default (postgresql.org/docs/current/sql-expressions.html#SYNTAX-WINDOW-FUNCTIONS). The same entries always give
 * the same rows.
 */
export function movements({ from, to }: Period, workspaceIds?: readonly string[]): Prisma.Sql {
  const mode = Prisma.sql`${env().payments.mode}::"Mode"`;
  const own = workspaceIds === undefined ? Prisma.empty : Prisma.sql`AND "workspaceId" = ANY(${workspaceIds})`;
  return Prisma.sql`
    SELECT "workspaceId", currency, before, after, earlier, CASE
      WHEN after = before THEN NULL
      WHEN before > 0 AND after <= 0 THEN 'churn'
      WHEN before > 0 AND after > before THEN 'expansion'
      WHEN before > 0 THEN 'contraction'
      WHEN EXISTS (
        SELECT FROM (
          SELECT sum(amount) OVER (PARTITION BY currency ORDER BY at) AS total FROM "MrrChange"
          WHERE "workspaceId" = customer."workspaceId" AND mode = ${mode} AND at < ${from}
        ) AS past WHERE total > 0) THEN 'reactivation'
      ELSE 'new' END AS term
    FROM (
      SELECT "workspaceId", currency, coalesce(sum(amount) FILTER (WHERE at < ${from}), 0) AS before,
        sum(amount) AS after, bool_or(at < ${from}) AS earlier
      FROM "MrrChange" WHERE mode = ${mode} AND at < ${to} ${own} GROUP BY "workspaceId", currency
    ) AS customer`;
}

/** How the monthly revenue of a customer changed. */
export interface Movement {
  readonly workspaceId: string;
  readonly currency: string;
  readonly term: Term;
  /** Minor units a month; negative for contraction and churn. */
  readonly amount: bigint;
}

/** Customers that a page has at most. */
export const PAGE = 1_000;

/** Every movement of a period, in the order of the customers' ids. A page is read when it is wanted. */
export async function* movementPages(period: Period): AsyncGenerator<readonly Movement[]> {
  let last: string | undefined = '';
  while (last !== undefined) {
    const ids = await idsAfter(last, period);
    if (ids.length > 0) yield await movementsOf(ids, period);
    last = ids[PAGE - 1];
  }
}

/** The next customers who have entries in a period. */
async function idsAfter(last: string, { from, to }: Period): Promise<string[]> {
  const rows = await db().$queryRaw<{ workspaceId: string }[]>`
    SELECT DISTINCT "workspaceId" FROM "MrrChange"
    WHERE mode = ${env().payments.mode}::"Mode" AND at >= ${from} AND at < ${to} AND "workspaceId" > ${last}
    ORDER BY "workspaceId" LIMIT ${PAGE}`;
  return rows.map(({ workspaceId }) => workspaceId);
}

async function movementsOf(workspaceIds: readonly string[], period: Period): Promise<Movement[]> {
  const rows = await db().$queryRaw<(Omit<Movement, 'amount'> & { amount: string })[]>`
    SELECT "workspaceId", currency, term, (after - before)::text AS amount
    FROM (${movements(period, workspaceIds)}) AS movement
    WHERE term IS NOT NULL ORDER BY "workspaceId", currency`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
