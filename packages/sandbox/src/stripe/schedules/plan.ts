import type { StripeContext } from '../api/context';
import type { SubscriptionScheduleRecord } from '../billing-tables';

/** `subscription_schedule.expiring` is sent this long before the end (docs: event types). */
const WARNING = 7 * 86_400;

const boundaryKey = (id: string): string => `stripe.schedule:${id}`;
const expiringKey = (id: string): string => `stripe.schedule.expiring:${id}`;

export function cancelSchedulePlan(ctx: StripeContext, id: string): void {
  ctx.world.clocks.cancel(boundaryKey(id));
  ctx.world.clocks.cancel(expiringKey(id));
}

/** Schedules the next phase boundary, or the start of a schedule that hasn't started, and the event before the end. */
export function planSchedule(ctx: StripeContext, schedule: SubscriptionScheduleRecord): void {
  const { id, status, phases } = schedule;
  const at = status === 'not_started' ? phases[0]?.start_date : schedule.current_phase?.end_date;
  if (at === undefined || (status !== 'active' && status !== 'not_started')) {
    cancelSchedulePlan(ctx, id);
    return;
  }
  const clock = schedule.test_clock ?? 'main';
  ctx.world.clocks.schedule({ at, kind: 'stripe.schedule', key: boundaryKey(id), data: { id }, clock });
  const warning = (phases.at(-1)?.end_date ?? at) - WARNING;
  if (warning <= ctx.world.clocks.now(clock)) return;
  ctx.world.clocks.schedule({
    at: warning,
    kind: 'stripe.schedule.expiring',
    key: expiringKey(id),
    data: { id },
    clock,
  });
}

export function startScheduleWarnings(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.schedule.expiring', ({ id }: { id: string }) => {
    const schedule = ctx.tables.subscriptionSchedules.get(id);
    if (schedule?.status === 'active') ctx.emit('subscription_schedule.expiring', schedule);
  });
}
