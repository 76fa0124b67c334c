import type DodoPayments from 'dodopayments';
import type { DisputeStatus, PaymentStatus, RefundStatus, SubscriptionStatus } from '../../types';

/** Null for a value that this version of the SDK doesn't know. */
function lookUp<Value>(map: Readonly<Record<string, Value>>, status: string): Value | null {
  return Object.hasOwn(map, status) ? (map[status] ?? null) : null;
}

/** Dodo uses `active` during a trial too, and `on_hold` in two cases; the subscription's mapper tells them apart. */
const SUBSCRIPTION = {
  pending: 'pending',
  active: 'active',
  on_hold: 'past_due',
  past_due: 'past_due',
  paused: 'paused',
  cancelled: 'ended',
  expired: 'ended',
  failed: 'failed',
} as const satisfies Record<DodoPayments.SubscriptionStatus, SubscriptionStatus>;

export function subscriptionStatus(status: string): SubscriptionStatus | null {
  return lookUp(SUBSCRIPTION, status);
}

const PAYMENT = {
  succeeded: 'succeeded',
  partially_captured: 'succeeded',
  failed: 'failed',
  cancelled: 'failed',
  processing: 'processing',
  requires_customer_action: 'processing',
  requires_merchant_action: 'processing',
  requires_payment_method: 'processing',
  requires_confirmation: 'processing',
  requires_capture: 'processing',
  partially_captured_and_capturable: 'processing',
} as const satisfies Record<DodoPayments.IntentStatus, PaymentStatus>;

/** A missing or unknown status counts as processing. */
export function paymentStatus(status: string | null | undefined): PaymentStatus {
  return lookUp(PAYMENT, status ?? '') ?? 'processing';
}

const REFUND = {
  succeeded: 'succeeded',
  failed: 'failed',
  pending: 'pending',
  review: 'pending',
} as const satisfies Record<DodoPayments.RefundStatus, RefundStatus>;

/** Unknown counts as pending: on its way to the customer until Dodo says otherwise. */
export function refundStatus(status: string): RefundStatus {
  return lookUp(REFUND, status) ?? 'pending';
}

/** If we accept a dispute or let it expire, the money is gone; if the customer's bank withdraws it, we keep it. */
const DISPUTE = {
  dispute_opened: 'open',
  dispute_challenged: 'open',
  dispute_won: 'won',
  dispute_cancelled: 'won',
  dispute_lost: 'lost',
  dispute_accepted: 'lost',
  dispute_expired: 'lost',
} as const satisfies Record<DodoPayments.DisputeStatus, DisputeStatus>;

/** An inquiry precedes a dispute and takes no money. Unknown counts as open: read-only until an operator looks. */
export function disputeStatus(status: string, stage: string): DisputeStatus {
  const known = lookUp<DisputeStatus>(DISPUTE, status) ?? 'open';
  return known === 'open' && stage === 'pre_dispute' ? 'inquiry' : known;
}
