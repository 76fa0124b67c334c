import type Stripe from 'stripe';
import type {
  DisputeStatus,
  EndReason,
  InvoiceStatus,
  PaymentStatus,
  RefundStatus,
  SubscriptionStatus,
} from '../../types';

/** The literal members of one of the SDK's enums, which all end with an open string type. */
type Known<Enum extends string> = Enum extends Enum ? (string extends Enum ? never : Enum) : never;

/** Null for a value that this version of the SDK doesn't know. */
function lookUp<Value>(map: Readonly<Record<string, Value>>, status: string): Value | null {
  return Object.hasOwn(map, status) ? (map[status] ?? null) : null;
}

const SUBSCRIPTION = {
  incomplete: 'pending',
  incomplete_expired: 'failed',
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  unpaid: 'unpaid',
  paused: 'paused',
  canceled: 'ended',
} as const satisfies Record<Known<Stripe.Subscription.Status>, SubscriptionStatus>;

export function subscriptionStatus(status: string): SubscriptionStatus | null {
  return lookUp(SUBSCRIPTION, status);
}

/** An intent also starts as `requires_payment_method`; the payment's mapper distinguishes that from a decline. */
const PAYMENT = {
  requires_payment_method: 'failed',
  requires_confirmation: 'processing',
  requires_action: 'processing',
  processing: 'processing',
  requires_capture: 'processing',
  canceled: 'failed',
  succeeded: 'succeeded',
} as const satisfies Record<Known<Stripe.PaymentIntent.Status>, PaymentStatus>;

export function paymentStatus(status: string): PaymentStatus | null {
  return lookUp(PAYMENT, status);
}

const REFUND: Readonly<Record<string, RefundStatus>> = {
  pending: 'pending',
  requires_action: 'pending',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

/** Unknown counts as pending: on its way until Stripe says otherwise. For old refunds, null means succeeded. */
export function refundStatus(status: string | null): RefundStatus {
  return status === null ? 'succeeded' : (lookUp(REFUND, status) ?? 'pending');
}

/** An inquiry (`warning_…`) has taken no money. An appeal follows a loss; the money isn't returned until it's won. */
const DISPUTE = {
  warning_needs_response: 'inquiry',
  warning_under_review: 'inquiry',
  warning_closed: 'inquiry',
  needs_response: 'open',
  under_review: 'open',
  appeal_needs_response: 'lost',
  appeal_under_review: 'lost',
  won: 'won',
  lost: 'lost',
  prevented: 'won',
} as const satisfies Record<Known<Stripe.Dispute.Status>, DisputeStatus>;

/** Unknown counts as open: read-only until an operator looks. */
export function disputeStatus(status: string): DisputeStatus {
  return lookUp(DISPUTE, status) ?? 'open';
}

/** Null: it was canceled on request, and the time tells whether at period end or immediately. */
const ENDED = {
  payment_failed: 'unpaid',
  payment_disputed: 'disputed',
  cancellation_requested: null,
  canceled_by_retention_policy: null,
} as const satisfies Record<Known<Stripe.Subscription.CancellationDetails.Reason>, EndReason | null>;

export function endedBy(reason: string | null | undefined): EndReason | null {
  return lookUp<EndReason | null>(ENDED, reason ?? '');
}

const INVOICE = {
  draft: 'draft',
  open: 'open',
  paid: 'paid',
  uncollectible: 'uncollectible',
  void: 'void',
} as const satisfies Record<Known<Stripe.Invoice.Status>, InvoiceStatus>;

/** Unknown counts as a draft: no payment was requested yet. */
export function invoiceStatus(status: string | null): InvoiceStatus {
  return lookUp(INVOICE, status ?? '') ?? 'draft';
}
