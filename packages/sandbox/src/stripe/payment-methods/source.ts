import type { Stripe } from 'stripe';
import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import type { PaymentMethodRecord } from '../api/tables';
import type { Wire } from '../api/wire';
import { attach } from './attach';
import { createFromName } from './create';

/**
 * The card of a token or card id; a predefined name creates a new one.
 * @throws 400 for an unknown token or one that was already used
 */
export function tokenMethod(ctx: StripeContext, token: string): PaymentMethodRecord {
  const saved = token.startsWith('card_') ? ctx.tables.paymentMethods.get(token) : undefined;
  if (saved) return saved;
  const made = ctx.tables.tokens.get(token) ? fromToken(ctx, token) : createFromName(ctx, token);
  if (!made) throw invalidRequest(`No such token: '${token}'`, { code: 'resource_missing', param: 'source' });
  return renamed(ctx, made);
}

/**
 * Saves a token as a customer's card in the legacy API (`source: 'tok_visa'`). The card is also a payment method with
 * the same id.
 * @throws 400 for an unknown token, 402 when the issuer declines
 */
export function addSource(ctx: StripeContext, customer: string, token: string): PaymentMethodRecord {
  return attach(ctx, tokenMethod(ctx, token), customer);
}

function fromToken(ctx: StripeContext, token: string): PaymentMethodRecord | undefined {
  const record = ctx.need(ctx.tables.tokens, 'token', token, 'source');
  if (record.used) {
    throw invalidRequest(`You cannot use a Stripe token more than once: ${token}.`, {
      code: 'token_already_used',
      param: 'source',
    });
  }
  ctx.tables.tokens.put(token, { ...record, used: true });
  return ctx.tables.paymentMethods.get(record.card?.id ?? '');
}

/** Payment methods created from tokens have `card_…` ids. */
export function renamed(ctx: StripeContext, method: PaymentMethodRecord): PaymentMethodRecord {
  const instrument = ctx.tables.instruments.get(method.id);
  if (method.id.startsWith('card_') || !instrument) return method;
  const id = newId('card');
  ctx.tables.paymentMethods.remove(method.id);
  ctx.tables.instruments.remove(method.id);
  ctx.tables.instruments.put(id, { ...instrument, id });
  return ctx.tables.paymentMethods.put(id, { ...method, id });
}

/** A saved card in its legacy form, as in `default_source` and tokens. */
export function cardSource(method: PaymentMethodRecord): Wire<Stripe.Card> {
  const { billing_details: billing, card } = method;
  return {
    id: method.id,
    object: 'card',
    address_city: billing.address?.city ?? null,
    address_country: billing.address?.country ?? null,
    address_line1: billing.address?.line1 ?? null,
    address_line1_check: null,
    address_line2: billing.address?.line2 ?? null,
    address_state: billing.address?.state ?? null,
    address_zip: billing.address?.postal_code ?? null,
    address_zip_check: null,
    brand: BRANDS[card?.brand ?? ''] ?? 'Unknown',
    country: card?.country ?? null,
    customer: method.customer,
    cvc_check: card?.checks?.cvc_check ?? null,
    dynamic_last4: null,
    exp_month: card?.exp_month ?? 1,
    exp_year: card?.exp_year ?? 2000,
    fingerprint: card?.fingerprint ?? null,
    funding: card?.funding ?? 'unknown',
    last4: card?.last4 ?? '',
    metadata: method.metadata ?? {},
    name: billing.name,
    regulated_status: card?.regulated_status ?? null,
    tokenization_method: null,
  };
}

const BRANDS: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'MasterCard',
  amex: 'American Express',
  discover: 'Discover',
};
