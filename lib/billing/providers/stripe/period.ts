import type { SubscriptionShape } from './shapes';

/** Since basil each item has its own period; the subscription's is the one that ends last. */
export function currentPeriod(raw: SubscriptionShape): { start: number | null; end: number | null } {
  const periods = raw.items.data.flatMap(({ current_period_start: start, current_period_end: end }) =>
    start === undefined || end === undefined ? [] : [{ start, end }],
  );
  const [latest] = periods.sort((a, b) => b.end - a.end);
  return latest ?? { start: raw.current_period_start ?? null, end: raw.current_period_end ?? null };
}
