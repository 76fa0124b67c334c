import { findCard } from '../../engine/cards';
import type { StripeContext } from '../api/context';
import { cardError, invalidRequest } from '../api/errors';
import type { PaymentMethodRecord } from '../api/tables';
import { createFromName } from './create';
import { declineBody } from './declines';

/**
 * The payment method a parameter refers to; a predefined name creates a new one.
 * @throws 400 (404 for `id`) `No such PaymentMethod`
 */
export function paymentMethodOf(
  ctx: StripeContext,
  id: string,
  param = 'payment_method',
  status?: number,
): PaymentMethodRecord {
  return createFromName(ctx, id) ?? ctx.need(ctx.tables.paymentMethods, 'PaymentMethod', id, param, status);
}

/** The issuer's error when saving a payment method; undefined if it can be saved. */
export function savingRefused(
  ctx: StripeContext,
  method: PaymentMethodRecord,
): ReturnType<typeof declineBody> | undefined {
  const behavior = findCard(ctx.tables.instruments.get(method.id)?.number ?? '')?.behavior;
  if (behavior?.declinesWhen !== 'saving_or_charging' || !behavior.declines) return undefined;
  return declineBody(behavior.declines);
}

/**
 * Attaches a payment method to a customer and emits `payment_method.attached`. Does nothing if already attached to
 * them.
 * @param verified a charge or setup has just succeeded, so the issuer isn't asked again
 * @throws 402 when the issuer declines, 400 when it belongs to another customer
 */
export function attach(
  ctx: StripeContext,
  method: PaymentMethodRecord,
  customer: string,
  verified = false,
): PaymentMethodRecord {
  if (method.customer === customer) return method;
  if (method.customer !== null) {
    throw invalidRequest('The payment method you provided has already been attached to a customer.', {
      code: 'payment_method_unexpected_state',
      param: 'payment_method',
    });
  }
  const refusal = verified ? undefined : savingRefused(ctx, method);
  if (refusal) throw cardError(refusal);
  const checks = method.card?.checks;
  const card =
    method.card && checks
      ? { ...method.card, checks: { ...checks, cvc_check: checks.cvc_check && 'pass' } }
      : undefined;
  const attached: PaymentMethodRecord = { ...method, ...(card ? { card } : {}), customer };
  ctx.tables.paymentMethods.put(attached.id, attached);
  ctx.emit('payment_method.attached', attached);
  return attached;
}

/** Detaches a payment method from its customer and removes it as a default. Emits `payment_method.detached`. */
export function detach(ctx: StripeContext, method: PaymentMethodRecord): PaymentMethodRecord {
  const { customer } = method;
  if (customer === null) {
    throw invalidRequest('The payment method you provided is not attached to a customer so detachment is impossible.', {
      code: 'payment_method_not_attached',
      param: 'payment_method',
    });
  }
  const detached = ctx.tables.paymentMethods.put(method.id, { ...method, customer: null });
  const owner = ctx.tables.customers.get(customer);
  if (owner && owner.invoice_settings.default_payment_method === method.id) {
    const settings = { ...owner.invoice_settings, default_payment_method: null };
    ctx.update(ctx.tables.customers, owner, { invoice_settings: settings }, 'customer.updated');
  }
  ctx.emit('payment_method.detached', detached, { customer });
  return detached;
}
