import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Period } from './period';

export interface Trials {
  /** Running at the end of the period. */
  readonly running: number;
  readonly started: number;
  /** Became a paid subscription. */
  readonly converted: number;
  /** Ended without a payment. */
  readonly lost: number;
}

/** Trials of a period. Those that run at its end are counted back from now, through what has changed since. */
export async function trialsOf({ from, to }: Period): Promise<Trials> {
  const { mode } = env().payments;
  const [running, [moved]] = await Promise.all([
    db().subscription.count({ where: { mode, status: 'trialing' } }),
    db().$queryRaw<{ since: number; started: number; converted: number; lost: number }[]>`
      SELECT
        (count(*) FILTER (WHERE t.at >= ${to} AND t."to" = 'trialing')
          - count(*) FILTER (WHERE t.at >= ${to} AND t."from" = 'trialing'))::int AS since,
        (count(*) FILTER (WHERE t.at < ${to} AND t."to" = 'trialing'))::int AS started,
        (count(*) FILTER (WHERE t.at < ${to} AND t."from" = 'trialing' AND t."to" = 'active'))::int AS converted,
        (count(*) FILTER (WHERE t.at < ${to} AND t."from" = 'trialing' AND t."to" <> 'active'))::int AS lost
      FROM "SubscriptionTransition" t JOIN "Subscription" s ON s.id = t."subscriptionId"
      WHERE t.at >= ${from} AND s.mode = ${mode}::"Mode" AND t."from" IS DISTINCT FROM t."to"`,
  ]);
  const { since, started, converted, lost } = moved ?? { since: 0, started: 0, converted: 0, lost: 0 };
  return { running: running - since, started, converted, lost };
}
