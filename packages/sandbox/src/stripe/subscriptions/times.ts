import type { StripeContext } from '../api/context';
import { expireIncomplete } from './incomplete';
import { endAsPlanned, endsNow, periodOver } from './renew';
import { planSubscription } from './timetable';
import { announceRenewal } from './upcoming';

type Moment = { id: string };

/** Scheduled actions of subscriptions. */
export function startSubscriptionTimes(ctx: StripeContext): void {
  const { clocks } = ctx.world;
  clocks.on('stripe.subscription.period', ({ id }: Moment) => periodOver(ctx, id));
  clocks.on('stripe.subscription.incomplete', ({ id }: Moment) => expireIncomplete(ctx, id));
  clocks.on('stripe.subscription.upcoming', ({ id }: Moment) => announceRenewal(ctx, id));
  clocks.on('stripe.subscription.trial_will_end', ({ id }: Moment) => {
    const it = ctx.tables.subscriptions.get(id);
    if (it?.status === 'trialing') ctx.emit('customer.subscription.trial_will_end', it);
  });
  clocks.on('stripe.subscription.cancel', ({ id }: Moment) => {
    const it = ctx.tables.subscriptions.get(id);
    if (it && endsNow(it, ctx.now(it.customer))) endAsPlanned(ctx, it);
  });
  clocks.on('stripe.subscription.resume', ({ id }: Moment) => {
    const it = ctx.tables.subscriptions.get(id);
    if (!it?.pause_collection) return;
    const resumed = ctx.update(
      ctx.tables.subscriptions,
      it,
      { pause_collection: null },
      'customer.subscription.updated',
    );
    planSubscription(ctx, resumed);
  });
}
