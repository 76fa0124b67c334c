import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import { type ParamsOf, p, required } from '../api/params';
import type { PaymentIntentRecord } from '../api/tables';
import { checkEmail, wholeShipping } from '../customers/patch';
import { paymentMethodOf } from '../payment-methods/attach';
import { createTyped } from '../payment-methods/fields';
import { checkAmount, checkMethodTypes, checkOwner } from './checks';
import { confirmIntent } from './confirm';
import { confirmFields, detailFields, intentFields } from './fields';
import { newIntent } from './record';

export const createFields = {
  ...intentFields,
  ...detailFields,
  ...confirmFields,
  amount: required(p.integer({ min: 1, max: 99_999_999 })),
  currency: required(p.currency()),
  automatic_payment_methods: p.object({
    enabled: required(p.boolean()),
    allow_redirects: p.enumOf('always', 'never'),
  }),
  confirm: p.boolean(),
  confirmation_method: p.enumOf('automatic', 'manual'),
};

/** `POST /v1/payment_intents`: creates an intent and, with `confirm`, pays it immediately. */
export function createIntent(ctx: StripeContext, params: ParamsOf<typeof createFields>): PaymentIntentRecord {
  checkAmount(params.amount, params.currency);
  checkMethodTypes(ctx, params.payment_method_types);
  checkEmail(params.receipt_email, 'receipt_email');
  const confirm = params.confirm === true;
  if (!confirm && params.off_session !== undefined) {
    throw invalidRequest('You may only provide `off_session` when `confirm` is true.', { param: 'off_session' });
  }
  const customer =
    params.customer === undefined ? null : ctx.need(ctx.tables.customers, 'customer', params.customer, 'customer').id;
  const automatic = params.automatic_payment_methods;
  const method = params.payment_method_data
    ? createTyped(ctx, params.payment_method_data, 'payment_method_data')
    : params.payment_method === undefined
      ? null
      : paymentMethodOf(ctx, params.payment_method);
  if (method) checkOwner(method, customer);
  const fresh = newIntent(ctx, {
    amount: params.amount,
    currency: params.currency,
    customer,
    description: params.description,
    metadata: mergeMetadata(null, params.metadata),
    captureMethod: params.capture_method,
    setupFutureUsage: params.setup_future_usage ?? undefined,
    paymentMethod: method?.id,
    methodTypes: params.allowed_payment_method_types ?? params.payment_method_types,
    automaticMethods: automatic && {
      enabled: automatic.enabled,
      allow_redirects: automatic.allow_redirects ?? 'always',
    },
    receiptEmail: params.receipt_email,
    statementDescriptor: params.statement_descriptor,
    statementDescriptorSuffix: params.statement_descriptor_suffix,
    shipping: params.shipping && wholeShipping(params.shipping),
    orderReference: params.payment_details?.order_reference,
  });
  const intent = ctx.tables.paymentIntents.put(fresh.id, {
    ...fresh,
    confirmation_method: params.confirmation_method ?? 'automatic',
    // The list of types grows with every API version; any type is stored as sent.
    allowed_payment_method_types: (params.allowed_payment_method_types ??
      null) as PaymentIntentRecord['allowed_payment_method_types'],
    payment_method_options: withThreeDSecure(fresh, params.payment_method_options?.card?.request_three_d_secure),
  });
  if (confirm) {
    const { payment_method_data: _, payment_method: __, ...rest } = params;
    return confirmIntent(ctx, intent, rest, intent);
  }
  ctx.emit('payment_intent.created', intent);
  return intent;
}

function withThreeDSecure(
  intent: PaymentIntentRecord,
  wanted: 'any' | 'automatic' | 'challenge' | undefined,
): PaymentIntentRecord['payment_method_options'] {
  const { payment_method_options: options } = intent;
  if (!wanted || !options?.card) return options;
  return { ...options, card: { ...options.card, request_three_d_secure: wanted } };
}
