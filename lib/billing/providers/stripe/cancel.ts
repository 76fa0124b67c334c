import type Stripe from 'stripe';
import { afterEffect } from '../errors';
import type { CancelReason } from '../requests';
import { undoScheduledChange } from './change';
import { acting, isAbsent, reading } from './errors';

/**
 * Ends a subscription immediately, without a refund. Safe to repeat: Stripe responds to a second cancellation with 404
 * (docs/providers/stripe.md#subscriptions), which counts as done.
 */
export async function cancelNow(stripe: Stripe, subscriptionId: string): Promise<void> {
  await acting(() =>
    stripe.subscriptions.cancel(subscriptionId).catch((error: unknown) => {
      if (!isAbsent(error, subscriptionId)) throw error;
    }),
  );
}

/** Lets a subscription run until the end of its period. A schedule would continue after that, so it's released. */
export async function scheduleCancel(
  stripe: Stripe,
  subscriptionId: string,
  operationId: string,
  reason: CancelReason = { feedback: null, comment: null },
): Promise<void> {
  const undone = await undoScheduledChange(stripe, subscriptionId);
  const { feedback, comment } = reason;
  const why =
    feedback === null && comment === null
      ? {}
      : { cancellation_details: { ...(feedback ? { feedback } : {}), ...(comment ? { comment } : {}) } };
  const params = { cancel_at_period_end: true, ...why };
  const cancel = () =>
    acting(() => stripe.subscriptions.update(subscriptionId, params, { idempotencyKey: operationId }));
  await (undone ? afterEffect(cancel) : cancel());
}

/**
 * Undoes a scheduled cancellation, whichever of Stripe's two fields scheduled it
 * (docs/providers/stripe.md#subscriptions).
 */
export async function undoCancel(stripe: Stripe, subscriptionId: string, operationId: string): Promise<void> {
  const { cancel_at_period_end: atPeriodEnd } = await reading(() => stripe.subscriptions.retrieve(subscriptionId));
  const change = atPeriodEnd ? { cancel_at_period_end: false } : { cancel_at: '' as const };
  await acting(() => stripe.subscriptions.update(subscriptionId, change, { idempotencyKey: operationId }));
}
