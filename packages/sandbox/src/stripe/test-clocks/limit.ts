import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { TestClockRecord } from '../api/tables';

const DAY = 86_400;
const SECONDS: Record<string, number> = { day: DAY, week: 7 * DAY, month: 31 * DAY, year: 366 * DAY };
const ENDED = new Set(['canceled', 'incomplete_expired']);

const said = (unix: number): string =>
  `${unix} (${new Date(unix * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC)`;

/**
 * A clock advances by at most two intervals of its shortest subscription, or two years without one
 * (docs/providers/stripe.md#test-clocks).
 */
export function checkTarget(ctx: StripeContext, clock: TestClockRecord, target: number): void {
  if (target <= clock.frozen_time) {
    throw invalidRequest(
      `The frozen time of this clock is ${said(clock.frozen_time)}. You can only advance it to a later time.`,
      { param: 'frozen_time' },
    );
  }
  const limit = clock.frozen_time + 2 * shortestInterval(ctx, clock.id);
  if (target <= limit) return;
  throw invalidRequest(
    `The frozen time of this clock is ${said(clock.frozen_time)}. You can only advance it up to ${said(limit)}. You can only advance a test clock up to two intervals from the current frozen time at a time, based on the shortest subscription interval in the test clock. You may advance the clock to this time, and then advance it again from there.`,
    { param: 'frozen_time' },
  );
}

function shortestInterval(ctx: StripeContext, clock: string): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const subscription of ctx.tables.subscriptions.by('test_clock', clock)) {
    if (ENDED.has(subscription.status)) continue;
    for (const { price } of subscription.items.data) {
      const seconds =
        (SECONDS[price.recurring?.interval ?? 'year'] ?? 366 * DAY) * (price.recurring?.interval_count ?? 1);
      shortest = Math.min(shortest, seconds);
    }
  }
  return shortest === Number.POSITIVE_INFINITY ? 366 * DAY : shortest;
}
