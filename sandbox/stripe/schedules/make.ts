import { invalidRequest } from '../api/errors';
import type { StripeContext } from '../api/kit';
import { mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { SubscriptionRecord, SubscriptionScheduleRecord } from '../billing-tables';
import { boundary } from '../periods/calendar';
import { createSubscription } from '../subscriptions/create';
import { type ItemWish, recurrenceOf } from '../subscriptions/items';
import type { createFields, updateFields } from './fields';
import { asPhaseItems, phaseRecord, resolvePhases, wishesOf } from './phase';
import { planSchedule } from './plan';
import { currentPhaseOf, phaseAt, scheduleRecord, spanOf } from './record';

type CreateParams = ParamsOf<typeof createFields>;

/** `POST /v1/subscription_schedules`. @throws 400 when the subscription already has one, or phases are missing */
export function createSchedule(ctx: StripeContext, params: CreateParams): SubscriptionScheduleRecord {
  if (params.from_subscription !== undefined) return fromSubscription(ctx, params.from_subscription, params);
  const customer = ctx.need(ctx.tables.customers, 'customer', params.customer ?? '', 'customer');
  const now = ctx.now(customer.id);
  const start = typeof params.start_date === 'number' ? params.start_date : now;
  const phases = resolvePhases(ctx, params.phases ?? [], start);
  if (phases.length === 0) {
    throw invalidRequest('Missing required param: phases.', { code: 'parameter_missing', param: 'phases' });
  }
  const schedule = ctx.tables.subscriptionSchedules.put(
    ...keyed(
      scheduleRecord(
        ctx,
        customer,
        { phases, status: 'not_started', subscription: null, current_phase: null },
        { end_behavior: params.end_behavior ?? 'release', metadata: mergeMetadata(null, params.metadata) },
      ),
    ),
  );
  ctx.emit('subscription_schedule.created', schedule);
  if (start <= now) return beginSchedule(ctx, schedule);
  planSchedule(ctx, schedule);
  return schedule;
}

const keyed = (record: SubscriptionScheduleRecord): [string, SubscriptionScheduleRecord] => [record.id, record];

function fromSubscription(ctx: StripeContext, id: string, params: CreateParams): SubscriptionScheduleRecord {
  const subscription = ctx.need(ctx.tables.subscriptions, 'subscription', id, 'from_subscription');
  if (subscription.schedule !== null) {
    throw invalidRequest(
      `You cannot migrate a subscription that is already attached to a schedule: ${subscription.schedule}.`,
      { param: 'from_subscription' },
    );
  }
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') {
    throw invalidRequest('You cannot migrate a subscription that has ended.', { param: 'from_subscription' });
  }
  const customer = ctx.need(ctx.tables.customers, 'customer', subscription.customer);
  const phase = currentPhaseOf(subscription);
  const schedule = ctx.tables.subscriptionSchedules.put(
    ...keyed(
      scheduleRecord(
        ctx,
        customer,
        { phases: [phase], status: 'active', subscription: id, current_phase: spanOf(phase) },
        { end_behavior: params.end_behavior ?? 'release', metadata: mergeMetadata(null, params.metadata) },
      ),
    ),
  );
  ctx.emit('subscription_schedule.created', schedule);
  ctx.update(ctx.tables.subscriptions, subscription, { schedule: schedule.id }, 'customer.subscription.updated');
  planSchedule(ctx, schedule);
  return schedule;
}

/** The first phase begins: its subscription is made. */
export function beginSchedule(ctx: StripeContext, schedule: SubscriptionScheduleRecord): SubscriptionScheduleRecord {
  const customer = ctx.need(ctx.tables.customers, 'customer', schedule.customer);
  const [phase] = schedule.phases;
  if (!phase) return schedule;
  const now = ctx.now(customer.id);
  const send = phase.collection_method === 'send_invoice';
  const subscription = createSubscription(ctx, {
    customer,
    items: wishesOf(ctx, phase),
    currency: phase.currency,
    trialEnd: phase.trial_end !== null && phase.trial_end > now ? phase.trial_end : null,
    anchor: null,
    discounts: phase.discounts.map(({ coupon, promotion_code }) => ({
      ...(coupon ? { coupon } : {}),
      ...(promotion_code ? { promotion_code } : {}),
    })),
    fields: {
      schedule: schedule.id,
      collection_method: send ? 'send_invoice' : 'charge_automatically',
      days_until_due: send ? 30 : null,
      default_payment_method: phase.default_payment_method,
      description: phase.description,
      metadata: phase.metadata ?? {},
    },
    payment: send ? { kind: 'send' } : { kind: 'collect', offSession: true },
  });
  const active = ctx.update(
    ctx.tables.subscriptionSchedules,
    ctx.need(ctx.tables.subscriptionSchedules, 'subscription schedule', schedule.id),
    { status: 'active', subscription: subscription.id, current_phase: spanOf(phase) },
    'subscription_schedule.updated',
  );
  planSchedule(ctx, active);
  return active;
}

/** `POST /v1/subscription_schedules/:id`: other phases from now on. @throws 400 for a schedule that is over */
export function updateSchedule(
  ctx: StripeContext,
  schedule: SubscriptionScheduleRecord,
  params: ParamsOf<typeof updateFields>,
): SubscriptionScheduleRecord {
  if (schedule.status !== 'active' && schedule.status !== 'not_started') {
    throw invalidRequest(
      `You cannot update a subscription schedule that is currently in the \`${schedule.status}\` status.`,
    );
  }
  const from = schedule.current_phase?.start_date ?? schedule.phases[0]?.start_date ?? ctx.now(schedule.customer);
  const phases = params.phases ? resolvePhases(ctx, params.phases, from) : schedule.phases;
  const current =
    schedule.status === 'active' ? phaseAt({ ...schedule, phases }, ctx.now(schedule.customer)) : undefined;
  if (schedule.status === 'active' && !current) {
    throw invalidRequest('You must pass the current phase when updating a schedule.', { param: 'phases' });
  }
  const patch: Partial<SubscriptionScheduleRecord> = {
    end_behavior: params.end_behavior ?? schedule.end_behavior,
    metadata: mergeMetadata(schedule.metadata, params.metadata),
    phases,
    ...(current ? { current_phase: spanOf(current) } : {}),
  };
  const updated = ctx.update(ctx.tables.subscriptionSchedules, schedule, patch, 'subscription_schedule.updated');
  planSchedule(ctx, updated);
  return updated;
}

/** Plans other items for the next period: a schedule of two phases that lets go afterwards. */
export function scheduleChange(ctx: StripeContext, subscription: SubscriptionRecord, items: ItemWish[]): void {
  const schedule = fromSubscription(ctx, subscription.id, { end_behavior: 'release' });
  const [now] = schedule.phases;
  const [first] = items;
  if (!now || !first) return;
  const start = now.end_date;
  const next = phaseRecord(
    { start, end: boundary(start, recurrenceOf(first), 1) },
    items.map(({ price, quantity }) => ({
      billing_thresholds: null,
      discounts: [],
      metadata: {},
      plan: price.id,
      price: price.id,
      quantity,
    })),
    subscription.currency,
  );
  const patch = { phases: [now, next] };
  ctx.update(ctx.tables.subscriptionSchedules, schedule, patch, 'subscription_schedule.updated');
}

/** A direct change of a subscription's items becomes part of the current phase of its schedule (stripe.md §2.4). */
export function noteCurrentPhase(ctx: StripeContext, subscription: SubscriptionRecord): void {
  const schedule = ctx.tables.subscriptionSchedules.get(subscription.schedule ?? '');
  const start = schedule?.current_phase?.start_date;
  if (schedule?.status !== 'active' || start === undefined) return;
  const phases = schedule.phases.map((phase) =>
    phase.start_date === start ? { ...phase, items: asPhaseItems(subscription.items.data) } : phase,
  );
  ctx.update(ctx.tables.subscriptionSchedules, schedule, { phases }, 'subscription_schedule.updated');
}
