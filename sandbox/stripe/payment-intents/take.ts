import type { ErrorBody } from '../api/errors';
import type { StripeContext } from '../api/kit';
import type { ChargeRecord, PaymentIntentRecord } from '../api/tables';

/** Money to be taken now. Amounts in minor units. */
export interface Payment {
  customer: string | null;
  amount: number;
  currency: string;
  /** A payment method's id; null makes an intent that waits for one. */
  paymentMethod: string | null;
  /** The customer is not there: cards that want a challenge are declined with `authentication_required`. */
  offSession: boolean;
  description: string | null;
  metadata?: Record<string, string>;
  /** The invoice it pays: `payment_details.order_reference` (stripe.md §1.6). */
  invoice?: string;
  /** An intent that is still open, tried again instead of making a new one (dunning retries use the invoice's one). */
  intent?: string;
  /** For Checkout: also keep the payment method for later. */
  setupFutureUsage?: 'off_session' | 'on_session';
  statementDescriptor?: string;
  receiptEmail?: string;
  /** Confirm now (default) or leave the intent to be confirmed by the client (`default_incomplete`). */
  confirm?: boolean;
  captureMethod?: 'automatic' | 'automatic_async' | 'manual';
}

export interface PaymentResult {
  /** `waiting`: not confirmed (no payment method, or `confirm: false`). `requires_capture` counts as succeeded. */
  outcome: 'succeeded' | 'declined' | 'requires_action' | 'processing' | 'waiting';
  intent: PaymentIntentRecord;
  charge?: ChargeRecord;
  /** With `declined`: the body of the 402. Throw it with `cardError(error)`. */
  error?: Omit<ErrorBody, 'type'>;
}

/** Takes a payment, now: makes (or reuses) the intent, charges, records the ledger and emits the payment events. */
export type TakePayment = (ctx: StripeContext, payment: Payment) => PaymentResult;
