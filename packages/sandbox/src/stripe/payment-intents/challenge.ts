import type { StripeContext } from '../api/context';
import { docUrl, invalidRequest } from '../api/errors';
import type { PaymentIntentRecord } from '../api/tables';
import { attemptPayment } from './attempt';
import { declineAnswer, lastError } from './decline';
import { tellOutcome } from './outcomes';
import type { PaymentResult } from './take';

const notPassed = {
  code: 'payment_intent_authentication_failure',
  message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
} as const;

/**
 * The customer has completed the 3-D Secure challenge of a payment intent: it is charged, or needs another payment
 * method. Notifies listeners of `onPaymentOutcome`.
 * @throws 400 when the intent doesn't wait for a challenge
 */
export function answerChallenge(ctx: StripeContext, intentId: string, passed: boolean): PaymentResult {
  const intent = ctx.need(ctx.tables.paymentIntents, 'payment_intent', intentId);
  const method = ctx.tables.paymentMethods.get(intent.payment_method ?? '');
  if (intent.status !== 'requires_action' || !method) {
    throw invalidRequest(`This PaymentIntent's status is ${intent.status}: there is no challenge to answer.`, {
      code: 'payment_intent_unexpected_state',
    });
  }
  const result = passed ? charge(ctx, intent, method.id) : refuse(ctx, intent, method.id);
  if (result.outcome === 'succeeded') tellOutcome(ctx, result.intent, 'succeeded');
  if (result.outcome === 'declined') tellOutcome(ctx, result.intent, 'failed');
  return result;
}

function charge(ctx: StripeContext, intent: PaymentIntentRecord, methodId: string): PaymentResult {
  const method = ctx.need(ctx.tables.paymentMethods, 'PaymentMethod', methodId);
  const instrument = ctx.tables.instruments.get(methodId);
  if (instrument) ctx.tables.instruments.put(methodId, { ...instrument, authenticated: true });
  return attemptPayment(ctx, intent, method, { offSession: false, challenged: true, mayWait: false, returnUrl: null });
}

function refuse(ctx: StripeContext, intent: PaymentIntentRecord, methodId: string): PaymentResult {
  const method = ctx.need(ctx.tables.paymentMethods, 'PaymentMethod', methodId);
  const open = ctx.tables.paymentIntents.put(intent.id, {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: {
      ...lastError(ctx, notPassed, method, undefined),
      doc_url: docUrl(notPassed.code),
      type: 'invalid_request_error',
    },
  });
  ctx.emit('payment_intent.payment_failed', open);
  return { outcome: 'declined', intent: open, error: declineAnswer(ctx, notPassed, open, method) };
}
