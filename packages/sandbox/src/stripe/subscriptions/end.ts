import type { StripeContext } from '../api/context';
import type { SubscriptionRecord } from '../billing-tables';
import { cancelRetries } from '../dunning/retries';
import { planFinalization } from '../invoices/store';
import { cancelSchedulePlan } from '../schedules/plan';
import { planSubscription } from './timetable';

export interface Ending {
  /**
   * `scheduled`: the scheduled end was reached and stays visible; otherwise the schedule is overridden
   * (docs/providers/stripe.md#subscriptions).
   */
  scheduled: boolean;
  reason: 'cancellation_requested' | 'payment_failed' | 'payment_disputed';
  comment?: string | null | undefined;
  feedback?: string | null | undefined;
}

/**
 * Ends a subscription now. Emits only `customer.subscription.deleted`, and stops the collection of its open invoices.
 */
export function endSubscription(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  ending: Ending,
): SubscriptionRecord {
  const now = ctx.now(subscription.customer);
  const details = subscription.cancellation_details;
  const ended: SubscriptionRecord = {
    ...subscription,
    ...(ending.scheduled ? {} : { cancel_at_period_end: false, cancel_at: null }),
    canceled_at: subscription.canceled_at ?? now,
    cancellation_details: {
      comment: ending.comment ?? details?.comment ?? null,
      feedback: ending.feedback ?? details?.feedback ?? null,
      feedback_option: details?.feedback_option ?? null,
      reason: ending.reason,
    },
    ended_at: now,
    pending_update: null,
    schedule: null,
    status: 'canceled',
  };
  ctx.tables.subscriptions.put(ended.id, ended);
  planSubscription(ctx, ended);
  stopCollecting(ctx, ended.id);
  ctx.emit('customer.subscription.deleted', ended);
  endSchedule(ctx, subscription, ending.reason);
  for (const item of ended.items.data) ctx.tables.itemBilling.remove(item.id);
  ctx.tables.hiddenSubscriptions.remove(ended.id);
  return ended;
}

/** Open invoices and drafts no longer advance automatically (docs/providers/stripe.md#subscriptions). */
export function stopCollecting(ctx: StripeContext, subscription: string): void {
  for (const invoice of ctx.tables.invoices.by('subscription', subscription)) {
    if (invoice.status !== 'open' && invoice.status !== 'draft') continue;
    cancelRetries(ctx, invoice.id);
    const stopped = { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null };
    planFinalization(ctx, ctx.update(ctx.tables.invoices, invoice, stopped, 'invoice.updated'));
  }
}

/** A schedule ends with its subscription: aborted if it ended for nonpayment, otherwise canceled. */
function endSchedule(ctx: StripeContext, subscription: SubscriptionRecord, reason: Ending['reason']): void {
  const schedule = ctx.tables.subscriptionSchedules.get(subscription.schedule ?? '');
  if (!schedule || (schedule.status !== 'active' && schedule.status !== 'not_started')) return;
  cancelSchedulePlan(ctx, schedule.id);
  const now = ctx.now(subscription.customer);
  const ended = ctx.tables.subscriptionSchedules.put(schedule.id, {
    ...schedule,
    canceled_at: now,
    current_phase: null,
    status: 'canceled',
  });
  ctx.emit(reason === 'payment_failed' ? 'subscription_schedule.aborted' : 'subscription_schedule.canceled', ended);
}
