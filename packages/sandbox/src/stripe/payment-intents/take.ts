import type { StripeContext } from '../api/context';
import type { ChargeRecord, PaymentIntentRecord } from '../api/tables';
import { paymentMethodOf } from '../payment-methods/attach';
import type { CardErrorBody } from '../payment-methods/declines';
import { attemptPayment } from './attempt';
import { newIntent } from './record';

/** A payment to make now. Amounts in minor units. */
export interface Payment {
  customer: string | null;
  amount: number;
  currency: string;
  /** A payment method's id; null creates an intent without one. */
  paymentMethod: string | null;
  /** The customer isn't present: cards that require a challenge are declined with `authentication_required`. */
  offSession: boolean;
  description: string | null;
  metadata?: Record<string, string>;
  /** The invoice it pays: `payment_details.order_reference` (docs/providers/stripe.md#api-versions). */
  invoice?: string;
  /** An open intent to retry instead of creating a new one (dunning retries use the invoice's intent). */
  intent?: string;
  /** For Checkout: also save the payment method for later. */
  setupFutureUsage?: 'off_session' | 'on_session';
  statementDescriptor?: string;
  receiptEmail?: string;
  /** Confirm now (default) or let the client confirm the intent (`default_incomplete`). */
  confirm?: boolean;
  /** URL to return to after the challenge page. */
  returnUrl?: string;
  methodTypes?: string[];
  captureMethod?: 'automatic' | 'automatic_async' | 'manual';
}

export interface PaymentResult {
  /** `waiting`: not confirmed (no payment method, or `confirm: false`). `requires_capture` counts as succeeded. */
  outcome: 'succeeded' | 'declined' | 'requires_action' | 'processing' | 'waiting';
  intent: PaymentIntentRecord;
  charge?: ChargeRecord;
  /** With `declined`: the body of the 402. Throw it with `cardError(error)`. */
  error?: CardErrorBody;
}

/**
 * Makes a payment now: creates (or reuses) the intent, charges, and emits the payment events. A decline is a result,
 * not an exception; what happens after a challenge or when a debit settles is reported through `onPaymentOutcome`.
 */
export function takePayment(ctx: StripeContext, payment: Payment): PaymentResult {
  const method = payment.paymentMethod === null ? undefined : paymentMethodOf(ctx, payment.paymentMethod);
  const earlier = payment.intent === undefined ? undefined : ctx.tables.paymentIntents.get(payment.intent);
  // A paid or processing intent is never charged a second time.
  if (earlier?.status === 'succeeded') return { outcome: 'succeeded', intent: earlier };
  if (earlier?.status === 'processing') return { outcome: 'processing', intent: earlier };
  const known = earlier?.status === 'canceled' ? undefined : earlier;
  const intent = known ? adjusted(ctx, known, payment) : fresh(ctx, payment, method?.id ?? null);
  if (!method || payment.confirm === false) {
    if (!known) ctx.emit('payment_intent.created', intent);
    return { outcome: 'waiting', intent };
  }
  return attemptPayment(ctx, intent, method, {
    offSession: payment.offSession,
    challenged: false,
    mayWait: payment.invoice !== undefined,
    returnUrl: payment.returnUrl ?? null,
    ...(known ? {} : { announce: intent }),
  });
}

function fresh(ctx: StripeContext, payment: Payment, paymentMethod: string | null): PaymentIntentRecord {
  return newIntent(ctx, { ...payment, paymentMethod, orderReference: payment.invoice });
}

function adjusted(ctx: StripeContext, intent: PaymentIntentRecord, payment: Payment): PaymentIntentRecord {
  const { amount, description } = payment;
  return ctx.tables.paymentIntents.put(intent.id, {
    ...intent,
    amount,
    description: description ?? intent.description,
  });
}
