import { z } from 'zod';
import { unsupported } from '../api/body';
import { invalidBody, invalidParameters, refused } from '../api/errors';
import { billingAddress, fullAddress, interval, metadata, moment } from '../api/fields';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { EventType } from '../lists/event-types';
import type { SubscriptionRecord } from '../records/subscription';
import { addInterval, dayOfMonth } from '../time/calendar';
import { cancelNow } from './end';
import { pause, resume } from './pause';
import { change, ENDED } from './state';

const FEEDBACK = [
  'too_expensive',
  'missing_features',
  'switched_service',
  'unused',
  'customer_service',
  'low_quality',
  'too_complex',
  'other',
] as const;

/** Body of `PATCH /subscriptions/{id}` (SDK: SubscriptionUpdateParams). */
export const updateBody = z.strictObject({
  status: z.enum(['pending', 'active', 'on_hold', 'paused', 'cancelled', 'failed', 'expired', 'past_due']).nullish(),
  pause: z.boolean().nullish(),
  cancel_at_next_billing_date: z.boolean().nullish(),
  cancel_reason: z.enum(['cancelled_by_customer', 'cancelled_by_merchant'], 'the sandbox does not play this').nullish(),
  cancellation_feedback: z.enum(FEEDBACK).nullish(),
  cancellation_comment: z.string().nullish(),
  next_billing_date: moment.nullish(),
  metadata: metadata.nullish(),
  billing: billingAddress.nullish(),
  tax_id: z.string().nullish(),
  customer_name: z.string().nullish(),
  customer_business_name: z.string().nullish(),
  disable_on_demand: z.strictObject({ next_billing_date: moment }).nullish(),
  subscription_period_count: z.number().int().min(1).nullish(),
  subscription_period_interval: interval.nullish(),
  credit_entitlement_cart: unsupported(),
});

export type UpdateBody = z.output<typeof updateBody>;

/**
 * How far in the past a new billing date may be: the docs force a renewal by sending the current time, and the request
 * takes a moment.
 */
const TRAVEL_MS = 60_000;

/**
 * @throws 422 SUBSCRIPTION_INACTIVE, INVALID_REQUEST_BODY for `pause` and for a status combined with other fields; 400
 * for a past date
 */
export function update(dodo: Dodo, row: SubscriptionRecord, body: UpdateBody): SubscriptionRecord {
  if (body.pause != null) throw invalidBody('pause was removed: send status paused or active.');
  if (body.status === 'paused' || body.status === 'active') {
    const others = Object.entries(body).filter(([key, value]) => key !== 'status' && value != null);
    if (others.length > 0) throw invalidBody(`status ${body.status} must be sent alone.`);
    return body.status === 'paused' ? pause(dodo, row) : resume(dodo, row);
  }
  checkReason(body);
  if (body.status != null && body.status !== 'cancelled')
    throw invalidBody("status can only be set to 'cancelled', 'paused' or 'active'.");
  if (body.customer_name != null) rename(dodo, row, body.customer_name);
  if (ENDED.includes(row.status) || row.status === 'pending') {
    const only = Object.entries(body).every(([key, value]) => value == null || key === 'metadata');
    if (!only) throw refused('SUBSCRIPTION_INACTIVE', 'This subscription is not active');
  }
  const { patch, types } = fields(dodo, row, body);
  const updated = Object.keys(patch).length > 0 ? change(dodo, row, patch, ...types) : row;
  if (body.status !== 'cancelled') return updated;
  return cancelNow(dodo, updated, { feedback: body.cancellation_feedback, comment: body.cancellation_comment });
}

/**
 * A cancellation reason is only accepted while canceling. The reasons of Dodo's own dunning can't be set by a merchant.
 */
function checkReason(body: UpdateBody): void {
  const cancels = body.status === 'cancelled' || body.cancel_at_next_billing_date === true;
  const said = body.cancellation_feedback ?? body.cancellation_comment ?? body.cancel_reason;
  if (said != null && !cancels) throw invalidBody('A cancellation reason needs a cancellation.');
}

function fields(
  dodo: Dodo,
  row: SubscriptionRecord,
  body: UpdateBody,
): { patch: Partial<SubscriptionRecord>; types: EventType[] } {
  const patch: Partial<SubscriptionRecord> = {};
  const types: EventType[] = [];
  if (body.metadata != null) patch.metadata = body.metadata;
  if (body.billing != null) patch.billing = fullAddress(body.billing);
  if (body.tax_id !== undefined) patch.taxId = body.tax_id;
  if (body.customer_business_name !== undefined) patch.businessName = body.customer_business_name;
  if (body.next_billing_date != null) Object.assign(patch, billingDate(dodo, row, body.next_billing_date));
  if (body.disable_on_demand != null && !row.onDemand)
    throw refused('SUBSCRIPTION_NOT_ON_DEMAND', 'This subscription is not an on-demand subscription');
  if (body.disable_on_demand != null)
    Object.assign(patch, billingDate(dodo, row, body.disable_on_demand.next_billing_date), { onDemand: false });
  if (body.subscription_period_count != null || body.subscription_period_interval != null)
    Object.assign(patch, longerPeriod(row, body));
  if (body.cancel_at_next_billing_date != null && body.cancel_at_next_billing_date !== row.cancelAtNext) {
    Object.assign(patch, scheduleCancel(row, body));
    const told = dodo.switches.get('period_end_events');
    if (told === 'plan_changed') types.push('subscription.plan_changed');
    if (told === 'cancelled') types.push('subscription.cancelled');
  }
  return { patch, types };
}

/** Stays active until the billing date. `false` undoes it and removes the reasons. */
function scheduleCancel(row: SubscriptionRecord, body: UpdateBody): Partial<SubscriptionRecord> {
  if (body.cancel_at_next_billing_date === false)
    return { cancelAtNext: false, cancelFeedback: null, cancelComment: null };
  if (row.status !== 'active') throw refused('SUBSCRIPTION_INACTIVE', 'This subscription is not active');
  return {
    cancelAtNext: true,
    cancelFeedback: body.cancellation_feedback ?? null,
    cancelComment: body.cancellation_comment ?? null,
  };
}

function billingDate(dodo: Dodo, row: SubscriptionRecord, atMs: number): Partial<SubscriptionRecord> {
  if (atMs < dodo.now() - TRAVEL_MS) throw invalidParameters('Cannot change next_billing_date to past time');
  if (row.status !== 'active') throw refused('SUBSCRIPTION_INACTIVE', 'This subscription is not active');
  const onTrial = row.trialEndsMs !== null;
  return { nextBillingMs: atMs, anchorDay: dayOfMonth(atMs), ...(onTrial ? { trialEndsMs: atMs } : {}) };
}

function longerPeriod(row: SubscriptionRecord, body: UpdateBody): Partial<SubscriptionRecord> {
  const period = {
    count: body.subscription_period_count ?? row.plan.period.count,
    interval: body.subscription_period_interval ?? row.plan.period.interval,
  };
  const expiresMs = addInterval(row.createdMs, period.count, period.interval);
  if (expiresMs < row.expiresMs) throw invalidParameters('The subscription period can only be extended');
  return { plan: { ...row.plan, period }, expiresMs };
}

function rename(dodo: Dodo, row: SubscriptionRecord, name: string): void {
  const customer = need(dodo.tables.customers, row.customerId);
  dodo.tables.customers.put(customer.id, { ...customer, name });
}
