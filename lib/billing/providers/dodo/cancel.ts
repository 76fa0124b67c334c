import type DodoPayments from 'dodopayments';
import { afterEffect, ProviderRefused } from '../errors';
import type { CancelReason } from '../requests';
import { undoScheduledChange } from './change';
import { ONCE } from './client';
import { acting, reading } from './errors';

/**
 * Ends a subscription immediately, without a refund. The status is sent alone. If the refusal is because it has already
 * ended, that counts as done.
 */
export async function cancelNow(dodo: DodoPayments, subscriptionId: string): Promise<void> {
  try {
    await acting(() => dodo.subscriptions.update(subscriptionId, { status: 'cancelled' }, ONCE));
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    const { status } = await reading(() => dodo.subscriptions.retrieve(subscriptionId));
    if (status !== 'cancelled' && status !== 'expired' && status !== 'failed') throw error;
  }
}

/** Lets a subscription run until its next billing date, but no further. Repeating it changes nothing. */
export async function scheduleCancel(
  dodo: DodoPayments,
  subscriptionId: string,
  { feedback, comment }: CancelReason = { feedback: null, comment: null },
): Promise<void> {
  const undone = await undoScheduledChange(dodo, subscriptionId);
  const why = {
    ...(feedback === null ? {} : { cancellation_feedback: feedback }),
    ...(comment === null ? {} : { cancellation_comment: comment }),
  };
  const params = { cancel_at_next_billing_date: true, ...why };
  const cancel = () => acting(() => dodo.subscriptions.update(subscriptionId, params, ONCE));
  await (undone ? afterEffect(cancel) : cancel());
}

/** Undoes a scheduled cancellation. Repeating it changes nothing. */
export async function undoCancel(dodo: DodoPayments, subscriptionId: string): Promise<void> {
  await acting(() => dodo.subscriptions.update(subscriptionId, { cancel_at_next_billing_date: false }, ONCE));
}
