import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import { clearable, type ParamsOf, p, required } from '../api/params';
import type { CustomerRecord } from '../api/tables';
import type { SubscriptionRecord } from '../billing-tables';
import { invoiceItemRecord } from '../invoice-items/record';
import { noteCurrentPhase } from '../schedules/make';
import { applyChange, type ChangePayment } from './change';
import { type ChangeRequest, planChange } from './change-plan';
import { extrasOf, ownMethod, taxSetting, trialSettingsOf } from './create-call';
import { grantDiscounts } from './discounts';
import { cancelAt, cancellationDetails, commonFields, itemFields } from './fields';
import { itemChanges } from './item-changes';
import { changeWhenPaid, expirePending } from './pending-update';
import { cancelPatch, noteCancelProration, toldReasons } from './schedule-cancel';
import { checkDaysUntilDue } from './terms';
import { planSubscription } from './timetable';
import { endedByMissingMethod, warnOfTrialEnd } from './trial';

export const changeFields = {
  billing_cycle_anchor: p.object({ type: required(p.enumOf('now', 'unchanged')) }),
  items: p.array(p.object({ ...itemFields, clear_usage: p.boolean(), deleted: p.boolean(), id: p.string() }), {
    max: 20,
  }),
  proration_behavior: commonFields.proration_behavior,
  proration_date: p.timestamp(),
  trial_end: commonFields.trial_end,
};

export const updateFields = {
  ...commonFields,
  ...changeFields,
  cancel_at: clearable(cancelAt),
  cancellation_details: cancellationDetails,
  default_payment_method: clearable(p.string()),
  pause_collection: clearable(
    p.object({
      behavior: required(p.enumOf('keep_as_draft', 'mark_uncollectible', 'void')),
      resumes_at: p.timestamp(),
    }),
  ),
};
export type UpdateParams = ParamsOf<typeof updateFields>;

/** Turns update parameters into a change request. @throws 400 for invalid items and dates */
export function changeRequest(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  params: ParamsOf<typeof changeFields>,
  prefix = '',
): ChangeRequest {
  const proration = params.proration_behavior ?? 'create_prorations';
  if (params.proration_date !== undefined && proration === 'none') {
    throw invalidRequest('You cannot pass `proration_date` with `proration_behavior` set to `none`.', {
      param: 'proration_date',
    });
  }
  const now = ctx.now(subscription.customer);
  if (typeof params.trial_end === 'number' && params.trial_end <= now) {
    throw invalidRequest('Invalid timestamp: must be an integer Unix timestamp in the future.', { param: 'trial_end' });
  }
  return {
    items: itemChanges(ctx, subscription, params.items ?? [], prefix),
    proration,
    date: params.proration_date ?? now,
    resetAnchor: params.billing_cycle_anchor?.type === 'now',
    trialEnd: params.trial_end === 'now' && subscription.status !== 'trialing' ? undefined : params.trial_end,
  };
}

/** `POST /v1/subscriptions/:id`. @throws 400 and 402 like Stripe */
export function updateSubscription(ctx: StripeContext, id: string, params: UpdateParams): SubscriptionRecord {
  const found = ctx.need(ctx.tables.subscriptions, 'subscription', id);
  if (found.status === 'canceled' || found.status === 'incomplete_expired') return updateEnded(ctx, found, params);
  const customer = ctx.need(ctx.tables.customers, 'customer', found.customer);
  const request = changeRequest(ctx, found, params);
  if (found.pending_update && changesSomething(request)) expirePending(ctx, id);
  const subscription = ctx.need(ctx.tables.subscriptions, 'subscription', id);
  if (subscription.schedule !== null && (params.cancel_at !== undefined || params.cancel_at_period_end !== undefined)) {
    throw managed(subscription.schedule);
  }
  const patch = { ...fieldPatch(ctx, subscription, params), ...cancelPatch(ctx, subscription, params) };
  addExtras(ctx, subscription, customer, params);
  if (!changesSomething(request)) {
    const updated = ctx.update(ctx.tables.subscriptions, subscription, patch, 'customer.subscription.updated');
    if (params.cancel_at !== undefined) noteCancelProration(ctx, updated, params.proration_behavior);
    planSubscription(ctx, updated);
    return updated;
  }
  if (request.trialEnd === 'now' && endedByMissingMethod(ctx, { ...subscription, ...patch })) {
    return ctx.need(ctx.tables.subscriptions, 'subscription', id);
  }
  const plan = planChange(ctx, { ...subscription, ...patch }, customer, request);
  const offSession = params.off_session ?? false;
  if (params.payment_behavior === 'pending_if_incomplete' && plan.invoiceNow) {
    return changeWhenPaid(ctx, subscription, plan, { customer, request, offSession });
  }
  const payment = paymentOf(params.payment_behavior, offSession);
  const changed = applyChange(ctx, subscription, plan, { customer, request, payment, patch });
  if (changed.trial_end !== subscription.trial_end) {
    if (changed.status === 'trialing') warnOfTrialEnd(ctx, changed);
    // Since endive a trial that is ended early emits this too (docs/providers/stripe.md#trials).
    else if (subscription.status === 'trialing') ctx.emit('customer.subscription.trial_will_end', changed);
  }
  if (params.cancel_at !== undefined) noteCancelProration(ctx, changed, params.proration_behavior);
  noteCurrentPhase(ctx, changed);
  return changed;
}

/** `add_invoice_items`: they wait for the next invoice, which may be the one of this change. */
function addExtras(ctx: StripeContext, it: SubscriptionRecord, customer: CustomerRecord, params: UpdateParams): void {
  const now = ctx.now(customer.id);
  for (const extra of extrasOf(ctx, params, now)) {
    const requested = { ...extra, customer, currency: it.currency, at: now, subscription: it.id };
    const item = invoiceItemRecord(requested);
    ctx.tables.invoiceItems.put(item.id, item);
    ctx.emit('invoiceitem.created', item);
  }
}

const managed = (schedule: string): Error =>
  invalidRequest(
    `The subscription is managed by the subscription schedule \`${schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
  );

export const changesSomething = (request: ChangeRequest): boolean =>
  request.items.length > 0 || request.resetAnchor || request.trialEnd !== undefined;

function paymentOf(behavior: UpdateParams['payment_behavior'], offSession: boolean): ChangePayment {
  if (behavior === 'default_incomplete') return { kind: 'client' };
  return { kind: behavior === 'error_if_incomplete' ? 'collect_or_fail' : 'collect', offSession };
}

function fieldPatch(ctx: StripeContext, it: SubscriptionRecord, params: UpdateParams): Partial<SubscriptionRecord> {
  const { default_payment_method: method, discounts, pause_collection: pause, payment_settings: settings } = params;
  const customer = ctx.need(ctx.tables.customers, 'customer', it.customer);
  const patch: Partial<SubscriptionRecord> = {};
  if (params.metadata !== undefined) patch.metadata = mergeMetadata(it.metadata, params.metadata);
  if (params.description !== undefined) patch.description = params.description;
  if (params.collection_method !== undefined || params.days_until_due !== undefined) {
    const collected = params.collection_method ?? it.collection_method;
    const known = collected === 'send_invoice' ? it.days_until_due : null;
    patch.collection_method = collected;
    patch.days_until_due = params.days_until_due ?? known;
    checkDaysUntilDue(collected, patch.days_until_due);
  }
  if (method !== undefined) patch.default_payment_method = method && ownMethod(ctx, customer, method);
  if (pause !== undefined)
    patch.pause_collection = pause && { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null };
  if (params.automatic_tax) patch.automatic_tax = taxSetting(params.automatic_tax.enabled);
  if (params.trial_settings) patch.trial_settings = trialSettingsOf(params.trial_settings);
  if (settings?.save_default_payment_method && it.payment_settings) {
    const { save_default_payment_method } = settings;
    patch.payment_settings = { ...it.payment_settings, save_default_payment_method };
  }
  // An empty list changes nothing; an empty value removes them all (docs.stripe.com/api/subscriptions/update).
  if (discounts === null) patch.discounts = [];
  else if (discounts && discounts.length > 0) {
    patch.discounts = grantDiscounts(ctx, discounts, {
      customer: it.customer,
      currency: it.currency,
      subscription: it.id,
    });
  }
  return patch;
}

/** After its end, only its metadata and cancellation details can change. */
function updateEnded(ctx: StripeContext, it: SubscriptionRecord, params: UpdateParams): SubscriptionRecord {
  const { cancellation_details, metadata, ...rest } = params;
  if (Object.keys(rest).length > 0) {
    throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.', {
      code: 'resource_missing',
    });
  }
  const patch: Partial<SubscriptionRecord> = { metadata: mergeMetadata(it.metadata, metadata) };
  if (cancellation_details && it.cancellation_details) {
    patch.cancellation_details = { ...it.cancellation_details, ...toldReasons(cancellation_details) };
  }
  return ctx.update(ctx.tables.subscriptions, it, patch, 'customer.subscription.updated');
}
