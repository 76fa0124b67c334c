import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import { type ParamsOf, p } from '../api/params';
import type { PaymentIntentRecord } from '../api/tables';
import { wholeShipping } from '../customers/patch';
import { paymentMethodOf } from '../payment-methods/attach';
import { createTyped } from '../payment-methods/fields';
import { checkAmount, checkMethodTypes, checkOwner, checkStatus } from './checks';
import { detailFields, intentFields } from './fields';

export const updateFields = {
  ...intentFields,
  ...detailFields,
  amount: p.integer({ min: 1, max: 99_999_999 }),
  currency: p.currency(),
};

/** `POST /v1/payment_intents/:id`. The amount can't change after the payment. */
export function updateIntent(
  ctx: StripeContext,
  intent: PaymentIntentRecord,
  params: ParamsOf<typeof updateFields>,
): PaymentIntentRecord {
  checkMethodTypes(ctx, params.payment_method_types);
  const { amount, currency, customer, payment_method, payment_method_data } = params;
  const money = [amount, currency, customer, payment_method, payment_method_data].some((value) => value !== undefined);
  if (money) {
    checkStatus(intent, 'update', 'requires_payment_method', 'requires_confirmation', 'requires_action');
    checkAmount(amount ?? intent.amount, currency ?? intent.currency);
  }
  const patch: Partial<PaymentIntentRecord> = { metadata: mergeMetadata(intent.metadata, params.metadata) };
  if (amount !== undefined) patch.amount = amount;
  if (currency !== undefined) patch.currency = currency;
  if (customer !== undefined) {
    if (intent.customer !== null && intent.customer !== customer) {
      throw invalidRequest('You cannot modify `customer` on a PaymentIntent once it already has been set.', {
        param: 'customer',
      });
    }
    patch.customer = ctx.need(ctx.tables.customers, 'customer', customer, 'customer').id;
  }
  if (payment_method !== undefined || payment_method_data) {
    const method = payment_method_data
      ? createTyped(ctx, payment_method_data, 'payment_method_data')
      : paymentMethodOf(ctx, payment_method ?? '');
    checkOwner(method, patch.customer ?? intent.customer);
    patch.payment_method = method.id;
    patch.status = 'requires_confirmation';
  }
  if (params.description !== undefined) patch.description = params.description;
  if (params.receipt_email !== undefined) patch.receipt_email = params.receipt_email;
  if (params.setup_future_usage !== undefined) patch.setup_future_usage = params.setup_future_usage;
  if (params.statement_descriptor !== undefined) patch.statement_descriptor = params.statement_descriptor;
  if (params.capture_method !== undefined) patch.capture_method = params.capture_method;
  if (params.shipping !== undefined) patch.shipping = params.shipping && wholeShipping(params.shipping);
  return ctx.update(ctx.tables.paymentIntents, intent, patch);
}
