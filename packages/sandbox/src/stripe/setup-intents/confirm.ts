import { findCard } from '../../engine/cards';
import type { StripeContext } from '../api/context';
import { cardError, invalidRequest } from '../api/errors';
import type { PaymentMethodRecord, SetupIntentRecord } from '../api/tables';
import { challengeAction } from '../payment-intents/challenge-url';
import { lastError } from '../payment-intents/decline';
import { attach, savingRefused } from '../payment-methods/attach';
import type { CardErrorBody } from '../payment-methods/declines';
import { tellSetup } from './outcomes';

export interface SetupResult {
  outcome: 'succeeded' | 'declined' | 'requires_action';
  intent: SetupIntentRecord;
  /** With `declined`: throw it with `cardError(error)`. */
  error?: CardErrorBody;
}

/**
 * Saves a payment method for later. A decline is a result, not an exception.
 * Emits payment_method.attached and setup_intent.succeeded, .requires_action or .setup_failed.
 */
export function confirmSetup(
  ctx: StripeContext,
  intent: SetupIntentRecord,
  method: PaymentMethodRecord,
  options: { returnUrl: string | null; challenged?: boolean } = { returnUrl: null },
): SetupResult {
  const instrument = ctx.tables.instruments.get(method.id);
  const behavior = findCard(instrument?.number ?? '')?.behavior;
  const refusal = savingRefused(ctx, method);
  if (refusal) return refuse(ctx, intent, method, refusal);
  if (behavior?.authentication && instrument?.authenticated !== true && !options.challenged) {
    const waiting = ctx.tables.setupIntents.put(intent.id, {
      ...intent,
      status: 'requires_action',
      payment_method: method.id,
      next_action: challengeAction(ctx, intent.id, options.returnUrl),
    });
    ctx.emit('setup_intent.requires_action', waiting);
    return { outcome: 'requires_action', intent: waiting };
  }
  if (instrument && options.challenged) {
    ctx.tables.instruments.put(method.id, { ...instrument, authenticated: true });
  }
  if (intent.customer !== null) attach(ctx, method, intent.customer, true);
  const done = ctx.tables.setupIntents.put(intent.id, {
    ...intent,
    status: 'succeeded',
    payment_method: method.id,
    next_action: null,
    last_setup_error: null,
  });
  ctx.emit('setup_intent.succeeded', done);
  return { outcome: 'succeeded', intent: done };
}

function refuse(
  ctx: StripeContext,
  intent: SetupIntentRecord,
  method: PaymentMethodRecord,
  error: CardErrorBody,
): SetupResult {
  const failed = ctx.tables.setupIntents.put(intent.id, {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_setup_error: lastError(ctx, error, method, undefined),
  });
  ctx.emit('setup_intent.setup_failed', failed);
  const setup_intent = ctx.show(failed);
  return { outcome: 'declined', intent: failed, error: { ...error, setup_intent, payment_method: ctx.show(method) } };
}

const notPassed: CardErrorBody = {
  code: 'setup_intent_authentication_failure',
  message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
};

/**
 * The customer has completed the 3-D Secure challenge of a setup intent. Notifies listeners of `onSetupOutcome`.
 * @throws 400 when it doesn't wait for one
 */
export function answerSetupChallenge(ctx: StripeContext, id: string, passed: boolean): SetupResult {
  const intent = ctx.need(ctx.tables.setupIntents, 'setupintent', id);
  const method = ctx.tables.paymentMethods.get(intent.payment_method ?? '');
  if (intent.status !== 'requires_action' || !method) {
    throw invalidRequest(`This SetupIntent's status is ${intent.status}: there is no challenge to answer.`, {
      code: 'setup_intent_unexpected_state',
    });
  }
  const result = passed
    ? confirmSetup(ctx, intent, method, { returnUrl: null, challenged: true })
    : refuse(ctx, intent, method, notPassed);
  tellSetup(ctx, result.intent, result.outcome === 'succeeded' ? 'succeeded' : 'failed');
  return result;
}

/** Same as `confirmSetup`, for an API request. @throws 402 when the issuer declines, 400 for the wrong status */
export function confirmSetupCall(
  ctx: StripeContext,
  intent: SetupIntentRecord,
  method: PaymentMethodRecord,
  returnUrl: string | null,
): SetupIntentRecord {
  if (intent.status === 'succeeded' || intent.status === 'canceled' || intent.status === 'processing') {
    throw invalidRequest(
      `You cannot confirm this SetupIntent because it has already ${intent.status === 'canceled' ? 'been canceled' : 'succeeded'}.`,
      { code: 'setup_intent_unexpected_state' },
    );
  }
  const result = confirmSetup(ctx, intent, method, { returnUrl });
  if (result.outcome !== 'requires_action') {
    tellSetup(ctx, result.intent, result.outcome === 'succeeded' ? 'succeeded' : 'failed');
  }
  if (result.error) throw cardError(result.error);
  return result.intent;
}
