import type { StripeContext } from '../api/context';
import { docUrl } from '../api/errors';
import type { PaymentIntentRecord, PaymentMethodRecord } from '../api/tables';
import { makeCharge } from '../charges/make';
import type { CardErrorBody } from '../payment-methods/declines';
import type { PaymentResult } from './take';

type LastError = NonNullable<PaymentIntentRecord['last_payment_error']>;

/** The error as an intent stores it. */
export function lastError(
  ctx: StripeContext,
  error: CardErrorBody,
  method: PaymentMethodRecord,
  charge: string | undefined,
): LastError {
  const { advice_code, code, decline_code, message, network_decline_code } = error;
  return {
    ...(advice_code ? { advice_code } : {}),
    ...(charge ? { charge } : {}),
    // The codes of all test cards are in the SDK's list, which is open-ended.
    ...(code ? { code: code as NonNullable<LastError['code']>, doc_url: docUrl(code) } : {}),
    ...(decline_code ? { decline_code } : {}),
    message,
    ...(network_decline_code ? { network_decline_code } : {}),
    payment_method: ctx.show(method),
    type: 'card_error',
  };
}

/** The issuer declined: a failed charge; the intent needs another payment method. The error is the body of the 402. */
export function declineIntent(
  ctx: StripeContext,
  intent: PaymentIntentRecord,
  method: PaymentMethodRecord,
  refusal: { error: CardErrorBody; blocked: boolean },
  challenged: boolean,
): PaymentResult {
  const charge = makeCharge(ctx, intent, method, { status: 'failed', ...refusal }, challenged);
  const declined = ctx.tables.paymentIntents.put(intent.id, {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    latest_charge: charge.id,
    last_payment_error: lastError(ctx, refusal.error, method, charge.id),
  });
  ctx.emit('charge.failed', charge);
  ctx.emit('payment_intent.payment_failed', declined);
  return {
    outcome: 'declined',
    intent: declined,
    charge,
    error: declineAnswer(ctx, refusal.error, declined, method, charge.id),
  };
}

/** The card error of an API response, with the object that it is about. */
export function declineAnswer(
  ctx: StripeContext,
  error: CardErrorBody,
  intent: PaymentIntentRecord,
  method: PaymentMethodRecord,
  charge?: string,
): CardErrorBody {
  return {
    ...error,
    ...(charge ? { charge } : {}),
    payment_intent: ctx.show(intent),
    payment_method: ctx.show(method),
  };
}
