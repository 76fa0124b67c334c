import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { byTerm, type Moved, type Term } from './bridge';
import { movements } from './movements';
import type { People } from './one-currency';
import type { Period } from './period';

/**
 * All customers of a period, added up by currency and by why their revenue changed: a few rows. Reads the whole ledger, in
 * the order of an index. A currency in which everyone came and left within the period is not among them.
 */
export async function movedIn(period: Period): Promise<Moved[]> {
  const rows = await db().$queryRaw<(Omit<Moved, 'start' | 'amount'> & { start: string; amount: string })[]>`
    SELECT currency, term, sum(before)::text AS start, sum(after - before)::text AS amount, count(*)::int AS customers,
      count(*) FILTER (WHERE after > 0)::int AS paying
    FROM (${movements(period)}) AS movement
    GROUP BY currency, term HAVING term IS NOT NULL OR bool_or(earlier)`;
  return rows.map((row) => ({ ...row, start: BigInt(row.start), amount: BigInt(row.amount) }));
}

/** Who pays at the end of a period, and who moved in it, in any of these currencies. Reads the whole ledger. */
export async function peopleIn(currencies: readonly string[], period: Period): Promise<People> {
  const rows = await db().$queryRaw<{ who: Term | 'paying'; customers: number }[]>`
    SELECT who, count(DISTINCT "workspaceId")::int AS customers
    FROM (${movements(period)}) AS movement, unnest(ARRAY[term, CASE WHEN after > 0 THEN 'paying' END]) AS who
    WHERE currency = ANY(${currencies}) AND who IS NOT NULL GROUP BY who`;
  const count = (who: Term | 'paying') => rows.find((row) => row.who === who)?.customers ?? 0;
  return { customers: count('paying'), moved: byTerm(count) };
}

/** How the monthly revenue changed on each day of a period. */
export async function dailyChanges({ from, to }: Period): Promise<{ currency: string; at: Date; amount: bigint }[]> {
  const { mode } = env().payments;
  const rows = await db().$queryRaw<{ currency: string; at: Date; amount: string }[]>`
    SELECT date_trunc('day', at, 'UTC') AS at, currency, sum(amount)::text AS amount FROM "MrrChange"
    WHERE mode = ${mode}::"Mode" AND at >= ${from} AND at < ${to} GROUP BY 1, 2 ORDER BY 1, 2`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
