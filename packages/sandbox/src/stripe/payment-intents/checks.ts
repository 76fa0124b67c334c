import type { StripeContext } from '../api/context';
import { checkChargeable } from '../api/currencies';
import { invalidRequest } from '../api/errors';
import type { PaymentIntentRecord, PaymentMethodRecord } from '../api/tables';
import { formatAmount, minimumCharge } from './minimum';

/** @throws 400 below the currency's minimum charge amount */
export function checkAmount(amount: number, currency: string): void {
  checkChargeable(amount, currency);
  if (amount >= minimumCharge(currency)) return;
  throw invalidRequest(`Amount must be at least ${formatAmount(minimumCharge(currency), currency)} ${currency}`, {
    code: 'amount_too_small',
    param: 'amount',
  });
}

/** @throws 400 when the intent has none of these statuses */
export function checkStatus(intent: PaymentIntentRecord, verb: string, ...allowed: string[]): void {
  if (allowed.includes(intent.status)) return;
  throw invalidRequest(
    `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ${PAST[verb] ?? `${verb}ed`}: ${allowed.join(', ')}.`,
    { code: 'payment_intent_unexpected_state', param: 'intent' },
  );
}

const PAST: Record<string, string> = {
  cancel: 'canceled',
  capture: 'captured',
  confirm: 'confirmed',
  update: 'updated',
};

/** @throws 400 when a payment method belongs to another customer */
export function checkOwner(method: PaymentMethodRecord, customer: string | null): void {
  if (method.customer === null || method.customer === customer) return;
  throw invalidRequest(
    customer === null
      ? `The provided PaymentMethod (${method.id}) is attached to a customer. You must also pass the customer.`
      : `The provided PaymentMethod (${method.id}) cannot be used: it belongs to a different Customer.`,
    { code: 'payment_method_customer_decline', param: 'payment_method' },
  );
}

// Removed in endive (docs/providers/stripe.md#api-versions): clients without a version or with an older one still send
// it.
/** @throws 400 `payment_method_types_no_longer_supported` */
export function checkMethodTypes(ctx: StripeContext, types: unknown): void {
  if (types === undefined || ctx.version === null || ctx.version < '2026-09-30') return;
  throw invalidRequest(
    'The payment_method_types parameter is no longer supported. Use allowed_payment_method_types or excluded_payment_method_types instead.',
    { code: 'payment_method_types_no_longer_supported', param: 'payment_method_types' },
  );
}
