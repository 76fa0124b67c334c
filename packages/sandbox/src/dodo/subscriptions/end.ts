import type DodoPayments from 'dodopayments';
import type { Dodo } from '../dodo';
import { cancelPayment } from '../payments/charge';
import type { SubscriptionRecord } from '../records/subscription';
import { change } from './state';

export interface CancelReason {
  feedback?: DodoPayments.CancellationFeedback | null | undefined;
  comment?: string | null | undefined;
}

/** Ends a subscription now. Nothing is refunded automatically, and the amount due is waived. */
export function cancelNow(dodo: Dodo, row: SubscriptionRecord, reason: CancelReason = {}): SubscriptionRecord {
  const patch = {
    status: 'cancelled' as const,
    cancelledMs: dodo.now(),
    cancelFeedback: reason.feedback ?? row.cancelFeedback,
    cancelComment: reason.comment ?? row.cancelComment,
  };
  return end(dodo, row, patch, 'subscription.cancelled');
}

/**
 * The billing date of a scheduled cancellation: `cancelled` or `expired`, because the documentation contradicts itself
 * (docs/providers/dodo.md#subscriptions).
 */
export function endAtBillingDate(dodo: Dodo, row: SubscriptionRecord): SubscriptionRecord {
  if (dodo.switches.get('period_end_status') === 'expired') return expire(dodo, row);
  return end(dodo, row, { status: 'cancelled', cancelledMs: dodo.now() }, 'subscription.cancelled');
}

/** The end of the subscription period, ten years after the start for most. */
export function expire(dodo: Dodo, row: SubscriptionRecord): SubscriptionRecord {
  return end(dodo, row, { status: 'expired' }, 'subscription.expired');
}

function end(
  dodo: Dodo,
  row: SubscriptionRecord,
  patch: Partial<SubscriptionRecord>,
  type: 'subscription.cancelled' | 'subscription.expired',
): SubscriptionRecord {
  for (const payment of dodo.tables.payments.by('subscription', row.id)) cancelPayment(dodo, payment.id);
  const nothingLeft = { owed: null, scheduled: null, pendingChangePaymentId: null, pastDueEndsMs: null };
  const ended = change(dodo, row, { ...nothingLeft, ...patch }, type);
  for (const key of dodo.tables.licenseKeys.by('subscription', row.id)) {
    dodo.tables.licenseKeys.put(key.id, { ...key, expiresMs: Math.min(dodo.now(), key.expiresMs ?? dodo.now()) });
  }
  return ended;
}
