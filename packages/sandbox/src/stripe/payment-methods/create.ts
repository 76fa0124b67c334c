import { type Card, findCard } from '../../engine/cards';
import type { StripeContext } from '../api/context';
import { cardError, invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import { type MetadataChange, mergeMetadata } from '../api/metadata';
import type { PaymentMethodRecord } from '../api/tables';
import { sepaDetails, usBankDetails } from './bank';
import { cardDetails } from './card';

export type BillingDetails = PaymentMethodRecord['billing_details'];

export interface NewPaymentMethod {
  billing?: Partial<BillingDetails> | undefined;
  metadata?: MetadataChange | undefined;
  allowRedisplay?: 'always' | 'limited' | 'unspecified' | undefined;
}

const noBilling: BillingDetails = { address: null, email: null, name: null, phone: null, tax_id: null };

type Typed = Pick<PaymentMethodRecord, 'type' | 'card' | 'sepa_debit' | 'us_bank_account'>;

function store(ctx: StripeContext, number: string, typed: Typed, more: NewPaymentMethod): PaymentMethodRecord {
  const id = newId('payment_method');
  ctx.tables.instruments.put(id, { id, number, authenticated: false });
  return ctx.tables.paymentMethods.put(id, {
    id,
    object: 'payment_method',
    allow_redisplay: more.allowRedisplay ?? 'unspecified',
    billing_details: { ...noBilling, ...more.billing },
    ...typed,
    created: ctx.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: mergeMetadata(null, more.metadata),
  });
}

/** A card as entered. Spaces and dashes are ignored; a two-digit year is in this century. */
export interface TypedCard {
  number: string;
  exp_month: number;
  exp_year: number;
  cvc?: string | undefined;
}

/**
 * A new, unattached payment method from an entered card.
 * @throws 402 `incorrect_number` for a number that is not a test card, codes like `expired_card` for an invalid date
 */
export function createCard(ctx: StripeContext, typed: TypedCard, more: NewPaymentMethod = {}): PaymentMethodRecord {
  const card = knownCard(typed.number);
  const year = typed.exp_year < 100 ? 2000 + typed.exp_year : typed.exp_year;
  const today = new Date(ctx.now() * 1000);
  if (typed.exp_month < 1 || typed.exp_month > 12) {
    throw cardError({
      code: 'invalid_expiry_month',
      message: "Your card's expiration month is invalid.",
      param: 'exp_month',
    });
  }
  const over = year * 12 + typed.exp_month - 1 < today.getUTCFullYear() * 12 + today.getUTCMonth();
  if (over || year > today.getUTCFullYear() + 50) {
    throw cardError({
      code: 'invalid_expiry_year',
      message: "Your card's expiration year is invalid.",
      param: 'exp_year',
    });
  }
  return fromCard(ctx, card, { month: typed.exp_month, year }, typed.cvc !== undefined, more);
}

function knownCard(number: string): Card {
  const card = findCard(number);
  if (card && card.behavior.declines?.code !== 'incorrect_number') return card;
  throw cardError({ code: 'incorrect_number', message: 'Your card number is incorrect.', param: 'number' });
}

function fromCard(
  ctx: StripeContext,
  card: Card,
  expiry: { month: number; year: number },
  hasCvc: boolean,
  more: NewPaymentMethod,
): PaymentMethodRecord {
  return store(ctx, card.number, { type: 'card', card: cardDetails(card, expiry, hasCvc) }, more);
}

/**
 * A new payment method for one of Stripe's predefined names, `pm_card_visa` or `tok_visa`; undefined for any other
 * string.
 */
export function createFromName(
  ctx: StripeContext,
  name: string,
  more: NewPaymentMethod = {},
): PaymentMethodRecord | undefined {
  if (/^(pm_sepaDebit|pm_usBankAccount)/.test(name)) return bankFromName(ctx, name);
  if (!/^(pm_card|tok)_/.test(name)) return undefined;
  // `pm_card_visa_chargeDeclined` is the longer form of `pm_card_chargeDeclined`.
  const card = findCard(name) ?? findCard(name.replace(/^(pm_card|tok)_visa_/, '$1_'));
  const year = new Date(ctx.now() * 1000).getUTCFullYear() + 1;
  return card && fromCard(ctx, card, { month: 8, year }, true, more);
}

function bankFromName(ctx: StripeContext, name: string): PaymentMethodRecord | undefined {
  if (name === 'pm_sepaDebit_success' || name === 'pm_sepaDebit') return createSepa(ctx, 'AT611904300234573201');
  if (name === 'pm_sepaDebit_fail') return createSepa(ctx, 'AT861904300235473202');
  if (name === 'pm_usBankAccount_success' || name === 'pm_usBankAccount') return createUsBank(ctx, '000123456789');
  if (name === 'pm_usBankAccount_fail') return createUsBank(ctx, '000111111116');
  return undefined;
}

/** A SEPA debit account. @throws 400 for an invalid IBAN */
export function createSepa(ctx: StripeContext, iban: string, more: NewPaymentMethod = {}): PaymentMethodRecord {
  const bare = iban.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(bare)) {
    throw invalidRequest('The IBAN you provided is invalid.', { code: 'invalid_iban', param: 'sepa_debit[iban]' });
  }
  return store(ctx, bare, { type: 'sepa_debit', sepa_debit: sepaDetails(bare) }, more);
}

/** A US bank account, for ACH debits. */
export function createUsBank(
  ctx: StripeContext,
  account: string,
  routing = '110000000',
  more: NewPaymentMethod = {},
): PaymentMethodRecord {
  return store(ctx, account, { type: 'us_bank_account', us_bank_account: usBankDetails(account, routing) }, more);
}
