import type { StripeContext } from '../api/context';
import type { SubscriptionItemRecord, SubscriptionRecord, SubscriptionScheduleRecord } from '../billing-tables';
import { withProvisional } from '../subscriptions/discounts';
import { endSubscription } from '../subscriptions/end';
import { itemList, newItem, recurrenceOf, sharedPlan } from '../subscriptions/items';
import { applyPhase } from './apply';
import { type PhaseRecord, paramsOf } from './phase';
import { planSchedule } from './plan';
import { phaseAt, spanOf } from './record';
import { phaseDiscounts, phaseParams, phaseSettings } from './settings';

export interface Advanced {
  /** The stored schedule. */
  before: SubscriptionRecord;
  /** The subscription to store: a phase that starts with a period has its items, and they are due. */
  next: SubscriptionRecord;
  /** To be called after the subscription is stored: emits the schedule's events. */
  tell(): void;
}

const nothing = (subscription: SubscriptionRecord): Advanced => ({
  before: subscription,
  next: subscription,
  tell: () => {},
});

/** Moves a subscription to the phase of its schedule at a time, or releases it from its schedule. */
export function advanceSchedule(ctx: StripeContext, subscription: SubscriptionRecord, at: number): Advanced {
  const schedule = ctx.tables.subscriptionSchedules.get(subscription.schedule ?? '');
  if (schedule?.status !== 'active') return nothing(subscription);
  if ((schedule.current_phase?.end_date ?? at + 1) > at) return nothing(subscription);
  const phase = phaseAt(schedule, at);
  return phase ? enter(ctx, subscription, schedule, phase, at) : leave(ctx, subscription, schedule, at);
}

function enter(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  schedule: SubscriptionScheduleRecord,
  phase: PhaseRecord,
  at: number,
): Advanced {
  const moved = ctx.tables.subscriptionSchedules.put(schedule.id, { ...schedule, current_phase: spanOf(phase) });
  planSchedule(ctx, moved);
  const tell = (): void => ctx.emit('subscription_schedule.updated', moved, { current_phase: schedule.current_phase });
  const boundary = subscription.items.data.every((item) => item.current_period_end <= at);
  if (boundary) {
    const settings = phaseSettings(subscription, schedule, phase);
    const discounts = phaseDiscounts(ctx, subscription, phase);
    const next = { ...subscription, ...settings, discounts, ...changedBy(ctx, subscription, phase, at) };
    return { before: subscription, next, tell };
  }
  const changed = applyPhase(ctx, {
    subscription,
    schedule,
    phase,
    at,
    discounts: phaseDiscounts(ctx, subscription, phase),
  });
  return { ...nothing(changed), tell };
}

/** The items and the anchor at the start of a phase. `automatic`: the cycle restarts where the interval changes. */
function changedBy(
  ctx: StripeContext,
  it: SubscriptionRecord,
  phase: PhaseRecord,
  at: number,
): Partial<SubscriptionRecord> {
  const items = itemsOf(ctx, it, phase, at);
  const restart = phase.billing_cycle_anchor === 'phase_start' || intervalsChange(it, items);
  return { items: itemList(it.id, items), ...(restart ? { billing_cycle_anchor: at } : {}) };
}

/** Runs work with a subscription as its schedule will have changed it by a time: for previews of that renewal. */
export function asScheduled<T>(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  at: number,
  work: (scheduled: SubscriptionRecord) => T,
): T {
  const schedule = ctx.tables.subscriptionSchedules.get(subscription.schedule ?? '');
  if (schedule?.status !== 'active' || (schedule.current_phase?.end_date ?? at + 1) > at) return work(subscription);
  const phase = phaseAt(schedule, at);
  if (!phase) return work(subscription);
  const changed = { ...phaseSettings(subscription, schedule, phase), ...changedBy(ctx, subscription, phase, at) };
  const owner = { customer: subscription.customer, currency: subscription.currency, subscription: subscription.id };
  return withProvisional(ctx, phaseParams(phase), owner, (discounts) =>
    work({ ...subscription, ...changed, discounts }),
  );
}

/** The items of the phase. An unchanged item keeps its id, and so does a single item that is replaced (our choice). */
function itemsOf(ctx: StripeContext, it: SubscriptionRecord, phase: PhaseRecord, at: number): SubscriptionItemRecord[] {
  const there = it.items.data;
  return paramsOf(ctx, phase).map((requested, index) => {
    const same = there.find((item) => item.price.id === requested.price.id);
    const kept = same ?? (there.length === 1 && phase.items.length === 1 ? there[index] : undefined);
    if (!kept) return newItem(it.id, requested, { start: at, end: at }, at);
    return { ...kept, price: requested.price, plan: sharedPlan(requested.price), quantity: requested.quantity };
  });
}

function intervalsChange(it: SubscriptionRecord, items: SubscriptionItemRecord[]): boolean {
  const spans = (all: SubscriptionItemRecord[]): string =>
    all
      .map((item) => Object.values(recurrenceOf(item)).slice(0, 2).join())
      .sort()
      .join(' ');
  return spans(it.items.data) !== spans(items);
}

function leave(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  schedule: SubscriptionScheduleRecord,
  at: number,
): Advanced {
  if (schedule.end_behavior === 'cancel') {
    const done = finish(ctx, schedule, { status: 'completed', completed_at: at, current_phase: null });
    const ended = endSubscription(
      ctx,
      { ...subscription, schedule: null },
      { scheduled: true, reason: 'cancellation_requested' },
    );
    ctx.emit('subscription_schedule.completed', done);
    return nothing(ended);
  }
  // The CLI's recipe for `completed` lets a schedule with `release` run out, so both are emitted: completed, then
  // released.
  const completed = finish(ctx, schedule, { status: 'completed', completed_at: at, current_phase: null });
  const freed = { released_at: at, released_subscription: subscription.id, subscription: null };
  const released = finish(ctx, completed, { status: 'released', ...freed });
  const tell = (): void => {
    ctx.emit('subscription_schedule.completed', completed);
    ctx.emit('subscription_schedule.released', released);
  };
  return { before: subscription, next: { ...subscription, schedule: null }, tell };
}

function finish(
  ctx: StripeContext,
  schedule: SubscriptionScheduleRecord,
  patch: Partial<SubscriptionScheduleRecord>,
): SubscriptionScheduleRecord {
  const done = ctx.tables.subscriptionSchedules.put(schedule.id, { ...schedule, ...patch });
  planSchedule(ctx, done);
  return done;
}
