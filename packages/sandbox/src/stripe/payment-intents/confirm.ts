import type { StripeContext } from '../api/context';
import { cardError, invalidRequest } from '../api/errors';
import type { ParamsOf } from '../api/params';
import type { PaymentIntentRecord, PaymentMethodRecord } from '../api/tables';
import { disputeIfWanted } from '../charges/settle';
import { paymentMethodOf } from '../payment-methods/attach';
import { createTyped } from '../payment-methods/fields';
import { attemptPayment } from './attempt';
import { checkOwner, checkStatus } from './checks';
import type { confirmFields, intentFields } from './fields';
import { tellOutcome } from './outcomes';

type Confirmation = ParamsOf<typeof confirmFields> & Partial<ParamsOf<typeof intentFields>>;

/**
 * Confirms an intent for an API request.
 * @param announce the intent as created, if the same request creates it
 * @throws 402 when the issuer declines, 400 when it can't be confirmed
 */
export function confirmIntent(
  ctx: StripeContext,
  intent: PaymentIntentRecord,
  params: Confirmation,
  announce?: PaymentIntentRecord,
): PaymentIntentRecord {
  checkStatus(intent, 'confirm', 'requires_payment_method', 'requires_confirmation', 'requires_action');
  const method = methodOf(ctx, intent, params);
  checkOwner(method, intent.customer);
  checkType(intent, method);
  const offSession = params.off_session !== undefined && params.off_session !== false;
  checkReturnUrl(intent, params, offSession);
  const wants = params.payment_method_options?.card?.request_three_d_secure;
  const result = attemptPayment(ctx, intent, method, {
    offSession: offSession || params.error_on_requires_action === true,
    challenged: false,
    mayWait: intent.payment_details?.order_reference?.startsWith('in_') === true,
    wants3ds: wants === 'any' || wants === 'challenge',
    returnUrl: params.return_url ?? null,
    ...(announce ? { announce } : {}),
  });
  if (result.outcome === 'declined') {
    tellOutcome(ctx, result.intent, 'failed');
    throw cardError(result.error ?? { message: 'Your card was declined.' });
  }
  if (result.outcome === 'succeeded' || result.outcome === 'processing')
    tellOutcome(ctx, result.intent, result.outcome);
  if (result.charge) disputeIfWanted(ctx, result.charge);
  return result.intent;
}

function methodOf(ctx: StripeContext, intent: PaymentIntentRecord, params: Confirmation): PaymentMethodRecord {
  if (params.payment_method_data) return createTyped(ctx, params.payment_method_data, 'payment_method_data');
  const id = params.payment_method ?? intent.payment_method;
  if (id) return paymentMethodOf(ctx, id);
  throw invalidRequest(
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    { code: 'payment_intent_unexpected_state' },
  );
}

function checkType(intent: PaymentIntentRecord, method: PaymentMethodRecord): void {
  const allowed: string[] | null = intent.allowed_payment_method_types;
  if (allowed === null || allowed.includes(method.type)) return;
  throw invalidRequest(
    `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a payment method of one of the following types: ${allowed.join(', ')}.`,
    { code: 'payment_intent_invalid_parameter', param: 'payment_method' },
  );
}

function checkReturnUrl(intent: PaymentIntentRecord, params: Confirmation, offSession: boolean): void {
  const automatic = intent.automatic_payment_methods;
  const redirects = automatic?.enabled === true && automatic.allow_redirects !== 'never';
  if (!redirects || offSession || params.return_url !== undefined || params.use_stripe_sdk) return;
  throw invalidRequest(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    { param: 'return_url' },
  );
}
