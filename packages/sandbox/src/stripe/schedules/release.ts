import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { SubscriptionScheduleRecord } from '../billing-tables';
import { planSubscription } from '../subscriptions/timetable';
import { planSchedule } from './plan';

/** The subscription continues without its schedule. @throws 400 for a schedule that has ended */
export function releaseSchedule(ctx: StripeContext, schedule: SubscriptionScheduleRecord): SubscriptionScheduleRecord {
  if (schedule.status !== 'active' && schedule.status !== 'not_started') {
    throw invalidRequest(
      `You cannot release a subscription schedule that is currently in the \`${schedule.status}\` status. It must be in \`not_started\` or \`active\` status.`,
    );
  }
  const released = ctx.tables.subscriptionSchedules.put(schedule.id, {
    ...schedule,
    current_phase: null,
    released_at: ctx.now(schedule.customer),
    released_subscription: schedule.subscription,
    status: 'released',
    subscription: null,
  });
  planSchedule(ctx, released);
  ctx.emit('subscription_schedule.released', released);
  const subscription = ctx.tables.subscriptions.get(schedule.subscription ?? '');
  if (subscription?.schedule === schedule.id) {
    const free = ctx.update(
      ctx.tables.subscriptions,
      subscription,
      { schedule: null },
      'customer.subscription.updated',
    );
    planSubscription(ctx, free);
  }
  return released;
}
