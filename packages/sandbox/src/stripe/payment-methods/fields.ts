import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import { clearable, type ParamsOf, p, required } from '../api/params';
import type { PaymentMethodRecord } from '../api/tables';
import { address } from '../customers/fields';
import { wholeAddress } from '../customers/patch';
import { unsupported } from '../subscriptions/unsupported';
import { paymentMethodOf } from './attach';
import {
  type BillingDetails,
  createCard,
  createFromName,
  createSepa,
  createUsBank,
  type NewPaymentMethod,
} from './create';

export const billingFields = p.object({
  address: clearable(address),
  email: clearable(p.string()),
  name: clearable(p.string()),
  phone: clearable(p.string()),
  tax_id: p.string(),
});

/** A payment method as entered: `POST /v1/payment_methods` and `payment_method_data` of intents. */
export const methodFields = {
  type: required(p.enumOf('card', 'sepa_debit', 'us_bank_account')),
  allow_redisplay: p.enumOf('always', 'limited', 'unspecified'),
  billing_details: billingFields,
  card: p.object({
    number: p.string(),
    exp_month: p.integer(),
    exp_year: p.integer(),
    cvc: p.string({ max: 4 }),
    token: p.string(),
    networks: unsupported(),
  }),
  metadata: p.metadata(),
  sepa_debit: p.object({ iban: required(p.string()) }),
  us_bank_account: p.object({
    account_number: p.string(),
    routing_number: p.string(),
    account_holder_type: p.enumOf('company', 'individual'),
    account_type: p.enumOf('checking', 'savings'),
    financial_connections_account: p.string(),
  }),
};
export type MethodFields = ParamsOf<typeof methodFields>;

/** Billing details merged with the request; null clears. */
export function billingPatch(
  current: BillingDetails,
  fields: ParamsOf<{ b: typeof billingFields }>['b'],
): BillingDetails {
  if (!fields) return current;
  return {
    address: fields.address === undefined ? current.address : fields.address && wholeAddress(fields.address),
    email: fields.email === undefined ? current.email : fields.email,
    name: fields.name === undefined ? current.name : fields.name,
    phone: fields.phone === undefined ? current.phone : fields.phone,
    tax_id: fields.tax_id ?? current.tax_id,
  };
}

const blank: BillingDetails = { address: null, email: null, name: null, phone: null, tax_id: null };

const missing = (param: string): Error =>
  invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });

/**
 * Creates a payment method from the entered details.
 * @param prefix parameter that contains the fields, for error messages: `''` or `payment_method_data`
 */
export function createTyped(ctx: StripeContext, fields: MethodFields, prefix = ''): PaymentMethodRecord {
  const at = (name: string): string => (prefix === '' ? name : `${prefix}[${name}]`);
  const more = {
    billing: billingPatch(blank, fields.billing_details),
    metadata: fields.metadata,
    allowRedisplay: fields.allow_redisplay,
  };
  if (fields.type === 'sepa_debit') {
    if (!fields.sepa_debit) throw missing(at('sepa_debit'));
    return createSepa(ctx, fields.sepa_debit.iban, more);
  }
  if (fields.type === 'us_bank_account') {
    const { account_number, routing_number } = fields.us_bank_account ?? {};
    if (account_number === undefined) throw missing(`${at('us_bank_account')}[account_number]`);
    return createUsBank(ctx, account_number, routing_number, more);
  }
  const { number, exp_month, exp_year, cvc, token } = fields.card ?? {};
  if (token !== undefined) return fromToken(ctx, token, at('card'), more);
  if (number === undefined) throw missing(fields.card ? `${at('card')}[number]` : at('card'));
  if (exp_month === undefined) throw missing(`${at('card')}[exp_month]`);
  if (exp_year === undefined) throw missing(`${at('card')}[exp_year]`);
  return createCard(ctx, { number, exp_month, exp_year, cvc }, more);
}

function fromToken(ctx: StripeContext, token: string, at: string, more: NewPaymentMethod): PaymentMethodRecord {
  const made = createFromName(ctx, token, more);
  if (made) return made;
  const record = ctx.need(ctx.tables.tokens, 'token', token, `${at}[token]`);
  const method = paymentMethodOf(ctx, record.card?.id ?? '', `${at}[token]`);
  return ctx.update(ctx.tables.paymentMethods, method, {
    billing_details: { ...method.billing_details, ...more.billing },
    metadata: mergeMetadata(method.metadata, more.metadata),
  });
}
