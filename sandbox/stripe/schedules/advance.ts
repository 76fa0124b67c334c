import type { StripeContext } from '../api/kit';
import type { SubscriptionItemRecord, SubscriptionRecord, SubscriptionScheduleRecord } from '../billing-tables';
import { applyChange } from '../subscriptions/change';
import { type ItemChange, planChange } from '../subscriptions/change-plan';
import { grantDiscounts } from '../subscriptions/discounts';
import { endSubscription } from '../subscriptions/end';
import { itemList, newItem, recurrenceOf, sharedPlan } from '../subscriptions/items';
import { type PhaseRecord, wishesOf } from './phase';
import { planSchedule } from './plan';
import { phaseAt, spanOf } from './record';

export interface Advanced {
  /** As it is stored. */
  before: SubscriptionRecord;
  /** As it is to be: a phase that begins with a period has its items, and they are due. */
  next: SubscriptionRecord;
  /** To be called once the subscription is stored: tells of the schedule. */
  tell(): void;
}

const nothing = (subscription: SubscriptionRecord): Advanced => ({
  before: subscription,
  next: subscription,
  tell: () => {},
});

/** Brings a subscription into the phase of its schedule that holds at a time, or out of its schedule. */
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
  const settings = settingsOf(ctx, subscription, phase);
  const boundary = subscription.items.data.every((item) => item.current_period_end <= at);
  if (boundary) {
    const next = { ...subscription, ...settings, ...changedBy(ctx, subscription, phase, at) };
    return { before: subscription, next, tell };
  }
  const customer = ctx.need(ctx.tables.customers, 'customer', subscription.customer);
  const known = (['always_invoice', 'create_prorations', 'none'] as const).find(
    (it) => it === phase.proration_behavior,
  );
  const request = {
    items: changesTo(ctx, subscription, phase),
    proration: known ?? ('create_prorations' as const),
    date: at,
    resetAnchor: phase.billing_cycle_anchor === 'phase_start',
  };
  const plan = planChange(ctx, { ...subscription, ...settings }, customer, request);
  const payment = { kind: 'collect' as const, offSession: true };
  const changed = applyChange(ctx, subscription, plan, { customer, request, payment, patch: settings });
  return { ...nothing(changed), tell };
}

/** The items and the anchor a phase gives at its start. `automatic`: the cycle begins anew where the interval changes. */
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

/** A subscription as its schedule will have changed it by a time: for previews of the renewal then. */
export function asScheduled(ctx: StripeContext, subscription: SubscriptionRecord, at: number): SubscriptionRecord {
  const schedule = ctx.tables.subscriptionSchedules.get(subscription.schedule ?? '');
  if (schedule?.status !== 'active' || (schedule.current_phase?.end_date ?? at + 1) > at) return subscription;
  const phase = phaseAt(schedule, at);
  return phase ? { ...subscription, ...changedBy(ctx, subscription, phase, at) } : subscription;
}

function settingsOf(ctx: StripeContext, it: SubscriptionRecord, phase: PhaseRecord): Partial<SubscriptionRecord> {
  const discounts = phase.discounts.map(({ coupon, promotion_code, discount }) => ({
    ...(coupon ? { coupon } : {}),
    ...(promotion_code ? { promotion_code } : {}),
    ...(discount ? { discount } : {}),
  }));
  return {
    ...(phase.default_payment_method ? { default_payment_method: phase.default_payment_method } : {}),
    ...(phase.collection_method ? { collection_method: phase.collection_method } : {}),
    ...(phase.description === null ? {} : { description: phase.description }),
    ...(phase.metadata && Object.keys(phase.metadata).length > 0 ? { metadata: phase.metadata } : {}),
    ...(discounts.length > 0
      ? { discounts: grantDiscounts(ctx, discounts, { customer: it.customer, subscription: it.id }) }
      : {}),
  };
}

/** The items of the phase: one that stays keeps its id, and a single item that is exchanged keeps it too [P]. */
function itemsOf(ctx: StripeContext, it: SubscriptionRecord, phase: PhaseRecord, at: number): SubscriptionItemRecord[] {
  const there = it.items.data;
  return wishesOf(ctx, phase).map((wish, index) => {
    const same = there.find((item) => item.price.id === wish.price.id);
    const kept = same ?? (there.length === 1 && phase.items.length === 1 ? there[index] : undefined);
    if (!kept) return newItem(it.id, wish, { start: at, end: at }, at);
    return { ...kept, price: wish.price, plan: sharedPlan(wish.price), quantity: wish.quantity };
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

function changesTo(ctx: StripeContext, it: SubscriptionRecord, phase: PhaseRecord): ItemChange[] {
  const wishes = wishesOf(ctx, phase);
  const there = it.items.data;
  const [only] = there;
  const [wish] = wishes;
  if (only && wish && there.length === 1 && wishes.length === 1) return [{ id: only.id, ...wish }];
  const kept = wishes.map((each) => ({ ...each, id: there.find((item) => item.price.id === each.price.id)?.id }));
  const gone = there.filter((item) => !wishes.some(({ price }) => price.id === item.price.id));
  return [...kept, ...gone.map(({ id }) => ({ id, deleted: true }))];
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
  // The CLI's recipe for `completed` lets a schedule with `release` run out, so both are said: completed, then released.
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
