import type { Subscription } from '@/lib/generated/prisma/client';
import { newId } from '@/lib/new-id';
import type { LedgerContext } from './context';

type Priced = Pick<Subscription, 'status' | 'amount' | 'interval' | 'intervalCount' | 'duplicateOf' | 'origin'>;

/** A subscription and its recorded revenue: minor units a month, as text, by currency. */
interface Row extends Priced {
  readonly id: string;
  readonly currency: string;
  readonly known: Readonly<Record<string, string>> | null;
}

/** Intervals per year; a year has 365 days and 52 weeks. */
const PER_YEAR = { day: 365n, week: 52n, month: 12n, year: 1n } as const;

/**
 * Monthly recurring revenue of a subscription: minor units a month after discounts and before tax, rounded half up.
 * Counts only what is being paid for: no trials, pauses, unpaid contracts, or refunded duplicates.
 */
export function monthlyRevenue({ status, amount, interval, intervalCount, duplicateOf, origin }: Priced): bigint {
  if (status !== 'active' && status !== 'past_due') return 0n;
  if (duplicateOf !== null || origin === 'foreign') return 0n;
  if (interval === null || intervalCount === null || intervalCount < 1) return 0n;
  const divisor = 12n * BigInt(intervalCount);
  return (amount * PER_YEAR[interval] * 2n + divisor) / (divisor * 2n);
}

/**
 * Notes entries for the revenue ledger so that it matches all of the customer's current subscriptions (syncing one can
 * make another a duplicate). Runs under the user's lock, once in a sync, after
 * all other writes.
 */
export async function noteRevenueChanges({ tx, mode, owner, journal }: LedgerContext): Promise<void> {
  const { workspaceId } = owner;
  // A single statement because every sync runs it.
  const rows = await tx.$queryRaw<Row[]>`
    SELECT s.id, s.status::text, s.amount, s.currency, s.interval::text, s."intervalCount", s."duplicateOf",
      s.origin::text, (
        SELECT jsonb_object_agg(sums.currency, sums.amount) FROM (
          SELECT currency, sum(amount)::text AS amount FROM "MrrChange" WHERE "subscriptionId" = s.id GROUP BY currency
        ) sums) AS known
    FROM "Subscription" s WHERE s."workspaceId" = ${workspaceId} AND s.mode = ${mode}::"Mode"`;
  const changes = rows.flatMap((row) => {
    const known = new Map(Object.entries(row.known ?? {}));
    return [...new Set([...known.keys(), row.currency])].flatMap((currency) => {
      const amount = (currency === row.currency ? monthlyRevenue(row) : 0n) - BigInt(known.get(currency) ?? 0);
      return amount === 0n ? [] : [{ subscriptionId: row.id, currency, amount }];
    });
  });
  for (const { amount, ...change } of changes) journal.revenue.push({ id: newId(), ...change, amount: String(amount) });
}
