import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { RevenueEntry } from './bridge';
import type { Period } from './period';

interface Sum {
  readonly currency: string;
  readonly amount: string;
}

export interface Totals {
  /** Monthly revenue of all customers just before the period, by currency. Minor units a month. */
  readonly starts: ReadonlyMap<string, bigint>;
  /** How many customers had monthly revenue just before its end, by currency. */
  readonly customers: ReadonlyMap<string, number>;
}

/** What a period began and ended with. The whole ledger is read for it, so both come from one reading. */
export async function totalsOf({ from, to }: Period): Promise<Totals> {
  const { mode } = env().payments;
  const rows = await db().$queryRaw<{ currency: string; start: string | null; customers: number }[]>`
    SELECT currency, sum(start)::text AS start, count(*) FILTER (WHERE "end" > 0)::int AS customers FROM (
      SELECT currency, sum(amount) FILTER (WHERE at < ${from}) AS start, sum(amount) AS "end" FROM "MrrChange"
      WHERE mode = ${mode}::"Mode" AND at < ${to} GROUP BY currency, "workspaceId") AS customer
    GROUP BY currency`;
  return {
    starts: new Map(rows.flatMap(({ currency, start }) => (start === null ? [] : [[currency, BigInt(start)]]))),
    customers: new Map(rows.map(({ currency, customers }) => [currency, customers])),
  };
}

/** Every entry, until the end of a period, of the customers for whom something changed in it, oldest first. */
export async function entriesOfMoved({ from, to }: Period): Promise<RevenueEntry[]> {
  const { mode } = env().payments;
  return db().$queryRaw<RevenueEntry[]>`
    SELECT "workspaceId", currency, at, amount FROM "MrrChange"
    WHERE mode = ${mode}::"Mode" AND at < ${to} AND "workspaceId" IN (
      SELECT "workspaceId" FROM "MrrChange" WHERE mode = ${mode}::"Mode" AND at >= ${from} AND at < ${to})
    ORDER BY at, ticket, id`;
}

/** How the monthly revenue changed on each day of a period. */
export async function dailyChanges({
  from,
  to,
}: Period): Promise<(Omit<Sum, 'amount'> & { at: Date; amount: bigint })[]> {
  const { mode } = env().payments;
  const rows = await db().$queryRaw<(Sum & { at: Date })[]>`
    SELECT date_trunc('day', at, 'UTC') AS at, currency, sum(amount)::text AS amount FROM "MrrChange"
    WHERE mode = ${mode}::"Mode" AND at >= ${from} AND at < ${to} GROUP BY 1, 2 ORDER BY 1, 2`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** How many customers had monthly revenue in any of these currencies just before a time. */
export async function payingCustomersIn(currencies: readonly string[], at: Date): Promise<number> {
  const { mode } = env().payments;
  const [row] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT "workspaceId")::int AS count FROM (
      SELECT "workspaceId" FROM "MrrChange" WHERE mode = ${mode}::"Mode" AND at < ${at} AND currency = ANY(${currencies})
      GROUP BY currency, "workspaceId" HAVING sum(amount) > 0) paying`;
  return row?.count ?? 0;
}
