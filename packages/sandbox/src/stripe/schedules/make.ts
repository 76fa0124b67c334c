import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { SubscriptionRecord, SubscriptionScheduleRecord } from '../billing-tables';
import { boundary } from '../periods/calendar';
import { createSubscription } from '../subscriptions/create';
import { type ItemParams, recurrenceOf } from '../subscriptions/items';
import { checkDaysUntilDue } from '../subscriptions/terms';
import { applyPhase } from './apply';
import type { createFields, updateFields } from './fields';
import { asPhaseItems, type PhaseRecord, paramsOf, phaseRecord, resolvePhases } from './phase';
import { planSchedule } from './plan';
import {
  currentPhaseOf,
  type DefaultSettings,
  phaseAt,
  scheduleRecord,
  settingsFrom,
  spanOf,
  withSettings,
} from './record';
import { phaseDiscounts, phaseParams } from './settings';

type CreateParams = ParamsOf<typeof createFields>;
type UpdateParams = ParamsOf<typeof updateFields>;

/** `POST /v1/subscription_schedules`. @throws 400 when the subscription already has one, or phases are missing */
export function createSchedule(ctx: StripeContext, params: CreateParams): SubscriptionScheduleRecord {
  if (params.from_subscription !== undefined) return fromSubscription(ctx, params.from_subscription, params);
  const customer = ctx.need(ctx.tables.customers, 'customer', params.customer ?? '', 'customer');
  const now = ctx.now(customer.id);
  const start = typeof params.start_date === 'number' ? params.start_date : now;
  const phases = resolvePhases(ctx, customer.id, params.phases ?? [], start);
  if (phases.length === 0) {
    throw invalidRequest('Missing required param: phases.', { code: 'parameter_missing', param: 'phases' });
  }
  const schedule = ctx.tables.subscriptionSchedules.put(
    ...keyed(
      scheduleRecord(
        ctx,
        customer,
        { phases, status: 'not_started', subscription: null, current_phase: null },
        { end_behavior: endBehavior(params.end_behavior), metadata: mergeMetadata(null, params.metadata) },
        settingsGiven(params.default_settings),
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
        { end_behavior: endBehavior(params.end_behavior), metadata: mergeMetadata(null, params.metadata) },
        settingsFrom(subscription),
      ),
    ),
  );
  ctx.emit('subscription_schedule.created', schedule);
  ctx.update(ctx.tables.subscriptions, subscription, { schedule: schedule.id }, 'customer.subscription.updated');
  planSchedule(ctx, schedule);
  return schedule;
}

/** Starts the first phase: creates its subscription. */
export function beginSchedule(ctx: StripeContext, schedule: SubscriptionScheduleRecord): SubscriptionScheduleRecord {
  const customer = ctx.need(ctx.tables.customers, 'customer', schedule.customer);
  const [phase] = schedule.phases;
  if (!phase) return schedule;
  const now = ctx.now(customer.id);
  const { default_settings: defaults } = schedule;
  const send = (phase.collection_method ?? defaults.collection_method) === 'send_invoice';
  const days = phase.invoice_settings?.days_until_due ?? defaults.invoice_settings.days_until_due;
  checkDaysUntilDue(send ? 'send_invoice' : undefined, days);
  const subscription = createSubscription(ctx, {
    customer,
    items: paramsOf(ctx, phase),
    currency: phase.currency,
    trialEnd: phase.trial_end !== null && phase.trial_end > now ? phase.trial_end : null,
    anchor: null,
    discounts: phaseParams(phase),
    fields: {
      schedule: schedule.id,
      collection_method: send ? 'send_invoice' : 'charge_automatically',
      days_until_due: days,
      default_payment_method: phase.default_payment_method ?? defaults.default_payment_method,
      description: phase.description ?? defaults.description,
      metadata: mergeMetadata(null, phase.metadata ?? {}),
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

/** `POST /v1/subscription_schedules/:id`: replaces the phases. @throws 400 for a schedule that has ended */
export function updateSchedule(
  ctx: StripeContext,
  schedule: SubscriptionScheduleRecord,
  params: UpdateParams,
): SubscriptionScheduleRecord {
  if (schedule.status !== 'active' && schedule.status !== 'not_started') {
    throw invalidRequest(
      `You cannot update a subscription schedule that is currently in the \`${schedule.status}\` status.`,
    );
  }
  const from = schedule.current_phase?.start_date ?? schedule.phases[0]?.start_date ?? ctx.now(schedule.customer);
  const phases = params.phases ? resolvePhases(ctx, schedule.customer, params.phases, from) : schedule.phases;
  const current =
    schedule.status === 'active' ? phaseAt({ ...schedule, phases }, ctx.now(schedule.customer)) : undefined;
  if (schedule.status === 'active' && !current) {
    throw invalidRequest('You must pass the current phase when updating a schedule.', { param: 'phases' });
  }
  const patch: Partial<SubscriptionScheduleRecord> = {
    end_behavior: params.end_behavior === undefined ? schedule.end_behavior : endBehavior(params.end_behavior),
    ...(params.default_settings
      ? { default_settings: withSettings(schedule.default_settings, settingsGiven(params.default_settings)) }
      : {}),
    metadata: mergeMetadata(schedule.metadata, params.metadata),
    phases,
    ...(current ? { current_phase: spanOf(current) } : {}),
  };
  const updated = ctx.update(ctx.tables.subscriptionSchedules, schedule, patch, 'subscription_schedule.updated');
  planSchedule(ctx, updated);
  if (current && params.phases) applyCurrent(ctx, updated, current, schedule, params.proration_behavior);
  return updated;
}

/** A change of the current phase changes the subscription now. */
function applyCurrent(
  ctx: StripeContext,
  schedule: SubscriptionScheduleRecord,
  phase: PhaseRecord,
  before: SubscriptionScheduleRecord,
  proration: UpdateParams['proration_behavior'],
): void {
  const subscription = ctx.tables.subscriptions.get(schedule.subscription ?? '');
  if (!subscription) return;
  const at = ctx.now(schedule.customer);
  const kept = JSON.stringify(phaseAt(before, at)?.discounts) === JSON.stringify(phase.discounts);
  const discounts = kept ? subscription.discounts : phaseDiscounts(ctx, subscription, phase);
  applyPhase(ctx, { subscription, schedule, phase, at, discounts, proration });
}

/** @throws 400 for what this sandbox doesn't support: `renew`, which restarts the phases, and `none` */
function endBehavior(wanted: CreateParams['end_behavior']): 'cancel' | 'release' {
  if (wanted === undefined || wanted === 'cancel' || wanted === 'release') return wanted ?? 'release';
  throw invalidRequest(`The sandbox does not play end_behavior=${wanted}.`, {
    code: 'sandbox_unsupported',
    param: 'end_behavior',
  });
}

const settingsGiven = (given: CreateParams['default_settings']): DefaultSettings => ({
  collection_method: given?.collection_method,
  days_until_due: given?.invoice_settings?.days_until_due,
  default_payment_method: given?.default_payment_method,
  description: given?.description,
});

/** Schedules other items for the next period: a schedule with two phases that is released afterwards. */
export function scheduleChange(ctx: StripeContext, subscription: SubscriptionRecord, items: ItemParams[]): void {
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
    { ...(now.automatic_tax ? { automatic_tax: now.automatic_tax } : {}), discounts: now.discounts },
  );
  const patch = { phases: [now, next] };
  ctx.update(ctx.tables.subscriptionSchedules, schedule, patch, 'subscription_schedule.updated');
}

/**
 * Adds a direct change of a subscription's items to the current phase of its schedule
 * (docs/providers/stripe.md#subscriptions).
 */
export function noteCurrentPhase(ctx: StripeContext, subscription: SubscriptionRecord): void {
  const schedule = ctx.tables.subscriptionSchedules.get(subscription.schedule ?? '');
  const start = schedule?.current_phase?.start_date;
  if (schedule?.status !== 'active' || start === undefined) return;
  const phases = schedule.phases.map((phase) =>
    phase.start_date === start ? { ...phase, items: asPhaseItems(subscription.items.data) } : phase,
  );
  ctx.update(ctx.tables.subscriptionSchedules, schedule, { phases }, 'subscription_schedule.updated');
}
