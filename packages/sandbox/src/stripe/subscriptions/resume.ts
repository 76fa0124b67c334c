import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { type ParamsOf, p, required } from '../api/params';
import type { SubscriptionRecord } from '../billing-tables';
import { unsupported } from '../subscriptions/unsupported';
import { applyChange } from './change';
import { planChange } from './change-plan';
import { prorationBehavior } from './fields';
import { finalInvoice, keepCredits } from './final-invoice';
import { planSubscription } from './timetable';

export const resumeFields = {
  billing_cycle_anchor: p.object({ type: required(p.enumOf('now', 'unchanged')) }),
  payment_behavior: p.enumOf('resume_on_payment_attempt', 'resume_on_payment_success'),
  proration_behavior: prorationBehavior,
  proration_date: p.timestamp(),
};

export const pauseFields = {
  bill_for: p.object({
    outstanding_usage_through: unsupported(),
    unused_time_from: p.object({ type: required(p.enumOf('item_current_period_start', 'none', 'now')) }),
  }),
  invoicing_behavior: p.enumOf('invoice', 'pending_invoice_item'),
  type: p.enumOf('subscription'),
};

/**
 * Resumes a paused subscription. By default a new period starts now and is billed. Emits
 * `customer.subscription.resumed`.
 * @throws 400 for one that isn't paused
 */
export function resumeSubscription(
  ctx: StripeContext,
  id: string,
  params: ParamsOf<typeof resumeFields>,
): SubscriptionRecord {
  const paused = ctx.need(ctx.tables.subscriptions, 'subscription', id);
  if (paused.status !== 'paused') {
    throw invalidRequest(`You can only resume a paused subscription; this one has the status ${paused.status}.`);
  }
  const customer = ctx.need(ctx.tables.customers, 'customer', paused.customer);
  const now = ctx.now(customer.id);
  const keepAnchor = params.billing_cycle_anchor?.type === 'unchanged';
  const request = {
    items: [],
    proration: params.proration_behavior ?? ('create_prorations' as const),
    date: now,
    resetAnchor: !keepAnchor,
  };
  const plan = planChange(ctx, paused, customer, request);
  const patch = { status: 'active' as const };
  const payment = { kind: 'collect' as const, offSession: false };
  const resumed = applyChange(ctx, paused, plan, { customer, request, payment, patch });
  ctx.emit('customer.subscription.resumed', resumed);
  planSubscription(ctx, resumed);
  return resumed;
}

/** `POST /v1/subscriptions/:id/pause`: nothing is billed until it is resumed. Unused time is credited if requested. */
export function pauseSubscription(
  ctx: StripeContext,
  id: string,
  params: ParamsOf<typeof pauseFields>,
): SubscriptionRecord {
  const subscription = ctx.need(ctx.tables.subscriptions, 'subscription', id);
  if (subscription.status !== 'active' && subscription.status !== 'trialing') {
    throw invalidRequest(`You can only pause an active subscription; this one has the status ${subscription.status}.`);
  }
  const credited = params.bill_for?.unused_time_from?.type === 'now';
  if (credited && params.invoicing_behavior === 'invoice') finalInvoice(ctx, subscription, { prorate: true });
  else if (credited) keepCredits(ctx, subscription, ctx.now(subscription.customer));
  const current = ctx.need(ctx.tables.subscriptions, 'subscription', id);
  const paused = ctx.tables.subscriptions.put(id, { ...current, status: 'paused' });
  ctx.emit('customer.subscription.paused', paused);
  planSubscription(ctx, paused);
  return paused;
}
