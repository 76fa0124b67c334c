import type { EndReason, SubscriptionStatus } from '../../types';
import type { SubscriptionSnapshot } from '../contract';
import { marksOf } from '../marks';
import { cardFacts } from './card';
import { paidUntil } from './paid-until';
import { failedAttempts, unpaidSince } from './past-due';
import { toPayment } from './payment';
import { pendingChange } from './pending-change';
import type { ListedPayment, PaymentShape, SubscriptionShape } from './shapes';
import { subscriptionStatus } from './status';
import { at, atOrNull } from './time';
import { isTrial, trialEnd } from './trial';

/**
 * Dodo's subscription with the list of its payments, normalised. Pure. Times are UTC, amounts minor units.
 * `payments` are those fetched whole; `listed` are all of them, as the list tells them;
 * `method` is what it is charged with.
 */
export function toSubscription(
  raw: SubscriptionShape,
  listed: readonly ListedPayment[],
  payments: readonly PaymentShape[],
  method: Parameters<typeof cardFacts>[0] = null,
): SubscriptionSnapshot {
  const status = statusOf(raw);
  const nextBilling = at(raw.next_billing_date);
  const failedSince = unpaidSince(listed);
  const reason = status === 'ended' ? endReason(raw, failedSince) : null;
  // What Dodo calls on hold is owed since the failure, or, where no failed payment tells it, since it was due.
  const owedSince = status === 'past_due' ? (failedSince ?? nextBilling) : reason === 'unpaid' ? failedSince : null;
  return {
    externalId: raw.subscription_id,
    customerExternalId: raw.customer.customer_id,
    marks: marksOf(raw.metadata),
    status,
    providerStatus: raw.status,
    priceExternalId: raw.product_id,
    quantity: raw.quantity,
    currency: raw.currency.toUpperCase(),
    amount: BigInt(raw.recurring_pre_tax_amount),
    startedAt: at(raw.created_at),
    periodStart: at(raw.previous_billing_date),
    periodEnd: nextBilling,
    paidUntil: paidUntil(raw, status, owedSince),
    trialEnd: trialEnd(raw),
    cancelAt: raw.cancel_at_next_billing_date ? nextBilling : null,
    canceledAt: atOrNull(raw.cancelled_at),
    endedAt:
      reason === null ? null : reason === 'scheduled' ? nextBilling : (atOrNull(raw.cancelled_at) ?? nextBilling),
    endReason: reason,
    pastDueSince: status === 'past_due' ? owedSince : null,
    failedAttempts: status === 'past_due' && owedSince !== null ? failedAttempts(payments, owedSince) : 0,
    pausedAt: status === 'paused' ? atOrNull(raw.paused_at) : null,
    // Dodo pauses at once.
    pausesAt: null,
    ...pendingChange(raw),
    ...cardFacts(method),
    payments: payments.map(toPayment),
  };
}

function statusOf(raw: SubscriptionShape): SubscriptionStatus | null {
  // On hold with `paused_at`: a pause whose last invoice is open, not a failed renewal (SDK, Subscription.paused_at).
  if (raw.status === 'on_hold' && atOrNull(raw.paused_at) !== null) return 'paused';
  if (raw.status === 'active' && isTrial(raw)) return 'trialing';
  return subscriptionStatus(raw.status);
}

/**
 * Dodo's documents disagree on whether a scheduled end comes as `cancelled` or `expired` and whether it may come early
 * (dodo.md §4.4); the flag that scheduled it stays, and a full term that ran out is an end on schedule as well.
 */
function endReason(raw: SubscriptionShape, failedSince: Date | null): EndReason {
  if (raw.cancel_at_next_billing_date || raw.status === 'expired') return 'scheduled';
  return failedSince === null ? 'immediate' : 'unpaid';
}
