import { readCard } from '../../engine/card-input';
import type { StripeContext } from '../api/context';
import { StripeFault } from '../api/errors';
import type { PaymentMethodRecord } from '../api/tables';
import { createCard, createSepa } from '../payment-methods/create';
import { type Form, field } from './form';

export interface TypedMethod {
  method: PaymentMethodRecord;
  name: string;
  country: string;
  postalCode: string;
}

/** The payment method entered in a hosted form: a card, or a bank account when `method=sepa_debit`. */
export function typedMethod(ctx: StripeContext, form: Form, email: string): TypedMethod | { error: string } {
  try {
    return field(form, 'method') === 'sepa_debit' ? bank(ctx, form, email) : card(ctx, form, email);
  } catch (error) {
    if (error instanceof StripeFault) return { error: error.message };
    throw error;
  }
}

function card(ctx: StripeContext, form: Form, email: string): TypedMethod | { error: string } {
  const input = readCard(form, ctx.now());
  if ('error' in input) return input;
  const { name, country, postalCode } = input;
  const address = { city: null, country, line1: null, line2: null, postal_code: postalCode || null, state: null };
  const typed = { number: input.card.number, exp_month: input.expMonth, exp_year: input.expYear, cvc: input.cvc };
  const billing = { address, email: email || null, name: name || null };
  return { method: createCard(ctx, typed, { billing, allowRedisplay: 'limited' }), name, country, postalCode };
}

function bank(ctx: StripeContext, form: Form, email: string): TypedMethod {
  const name = field(form, 'card_name');
  const iban = field(form, 'iban');
  const billing = { email: email || null, name: name || null };
  const method = createSepa(ctx, iban, { billing, allowRedisplay: 'limited' });
  return { method, name, country: iban.slice(0, 2).toUpperCase(), postalCode: '' };
}
