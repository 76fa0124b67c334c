import type { StripeContext } from '../api/context';
import type { SubscriptionRecord } from '../billing-tables';
import { billingSettings } from '../dunning/settings';
import { nextPeriodEnd } from './items';

const DAY = 86_400;
/** An unpaid first invoice expires after this time (docs/providers/stripe.md#checkout). */
export const INCOMPLETE_FOR = 23 * 3600;

type Moment = 'period' | 'cancel' | 'trial_will_end' | 'upcoming' | 'incomplete' | 'resume' | 'pending_update';
const MOMENTS: Moment[] = ['period', 'cancel', 'trial_will_end', 'upcoming', 'incomplete', 'resume', 'pending_update'];

const key = (moment: Moment, id: string): string => `stripe.subscription.${moment}:${id}`;
const over = new Set(['canceled', 'incomplete_expired']);

/** Schedules or reschedules all future actions of a subscription. Call it after every change of its dates or status. */
export function planSubscription(ctx: StripeContext, subscription: SubscriptionRecord): void {
  const times = momentsOf(ctx, subscription);
  for (const moment of MOMENTS) {
    const at = times[moment];
    if (at === undefined || at === null) ctx.world.clocks.cancel(key(moment, subscription.id));
    else {
      ctx.world.clocks.schedule({
        at,
        kind: `stripe.subscription.${moment}`,
        key: key(moment, subscription.id),
        data: { id: subscription.id },
        clock: subscription.test_clock ?? 'main',
      });
    }
  }
}

function momentsOf(ctx: StripeContext, it: SubscriptionRecord): Partial<Record<Moment, number | null>> {
  if (over.has(it.status)) return {};
  if (it.status === 'incomplete') return { incomplete: it.created + INCOMPLETE_FOR };
  const end = nextPeriodEnd(it);
  const now = ctx.now(it.customer);
  const warn = end - billingSettings(ctx).upcomingDays * DAY;
  const leaving = it.cancel_at_period_end || (it.cancel_at !== null && it.cancel_at <= end);
  return {
    period: it.status === 'paused' ? null : end,
    cancel: it.cancel_at,
    // A trial warning that was sent, or whose time had passed at the start, isn't sent again: see `warnOfTrialEnd`.
    trial_will_end:
      it.status === 'trialing' && it.trial_end !== null && it.trial_end - 3 * DAY > now ? it.trial_end - 3 * DAY : null,
    upcoming: warn > now && !leaving && it.status === 'active' ? warn : null,
    resume: it.pause_collection?.resumes_at ?? null,
    pending_update: it.pending_update?.expires_at ?? null,
  };
}
