import type DodoPayments from 'dodopayments';
import type { DisputeStatus, PaymentStatus, RefundStatus, SubscriptionStatus } from '../../types';

/** A value the SDK of this version does not know gives null. */
function look<Value>(map: Readonly<Record<string, Value>>, status: string): Value | null {
  return Object.hasOwn(map, status) ? (map[status] ?? null) : null;
}

/** Dodo says `active` during a trial too, and `on_hold` for two things; the subscription's mapper tells them apart. */
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
  return look(SUBSCRIPTION, status);
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

/** No status yet, or one unknown, counts as under way. */
export function paymentStatus(status: string | null | undefined): PaymentStatus {
  return look(PAYMENT, status ?? '') ?? 'processing';
}

const REFUND = {
  succeeded: 'succeeded',
  failed: 'failed',
  pending: 'pending',
  review: 'pending',
} as const satisfies Record<DodoPayments.RefundStatus, RefundStatus>;

/** Unknown counts as pending: on its way back until Dodo says otherwise. */
export function refundStatus(status: string): RefundStatus {
  return look(REFUND, status) ?? 'pending';
}

/** Accepted by us or left unanswered until it expired, the money is gone; cancelled by the customer's bank, it stays. */
const DISPUTE = {
  dispute_opened: 'open',
  dispute_challenged: 'open',
  dispute_won: 'won',
  dispute_cancelled: 'won',
  dispute_lost: 'lost',
  dispute_accepted: 'lost',
  dispute_expired: 'lost',
} as const satisfies Record<DodoPayments.DisputeStatus, DisputeStatus>;

/** Before it is a dispute it is an inquiry, which takes no money yet. Unknown counts as open: read-only until a person looks. */
export function disputeStatus(status: string, stage: string): DisputeStatus {
  const known = look<DisputeStatus>(DISPUTE, status) ?? 'open';
  return known === 'open' && stage === 'pre_dispute' ? 'inquiry' : known;
}
