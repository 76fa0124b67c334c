import { findCard } from '../../engine/cards';
import type { Dodo } from '../dodo';
import { newId } from '../ids';
import { COUNTRIES } from '../lists/countries';
import { type BankAccount, findBankAccount } from '../payments/bank-accounts';
import type { PaymentMethodRecord } from '../records/customer';
import type { CardUsed } from '../records/payment';

/** A card or bank account number as entered, with its known details. */
export function cardFrom(number: string, more: Partial<CardUsed> = {}): CardUsed {
  const account = findBankAccount(number);
  if (account) return { ...accountUsed(account), holder: more.holder ?? null };
  const digits = number.replace(/[\s-]/g, '');
  const known = findCard(digits);
  return {
    number: known?.number ?? digits,
    brand: known?.brand ?? 'visa',
    last4: digits.slice(-4),
    country: COUNTRIES.find((code) => code === known?.country) ?? 'US',
    funding: known?.funding ?? 'credit',
    holder: null,
    // The test cards in Dodo's documentation expire 06/32; the one that fails later expires 12/34.
    expiryMonth: known?.behavior.declinesWhen === 'later' ? '12' : '06',
    expiryYear: known?.behavior.declinesWhen === 'later' ? '2034' : '2032',
    ...more,
  };
}

function accountUsed({ number, type, country }: BankAccount): CardUsed {
  const last4 = number.slice(-4);
  return { number, brand: type, last4, country, funding: 'debit', holder: null, expiryMonth: '', expiryYear: '' };
}

/** Saves a card for later charges. The same card of the same customer is saved once. */
export function saveMethod(dodo: Dodo, customerId: string, card: CardUsed): PaymentMethodRecord {
  const { methods } = dodo.tables;
  const known = methods.by('customer', customerId).find((method) => method.cardNumber === card.number);
  const row: PaymentMethodRecord = {
    id: known?.id ?? newId('pm_'),
    createdMs: known?.createdMs ?? dodo.now(),
    customerId,
    cardNumber: card.number,
    brand: card.brand,
    last4: card.last4,
    country: card.country,
    funding: card.funding,
    holder: card.holder,
    expiryMonth: card.expiryMonth,
    expiryYear: card.expiryYear,
    lastUsedMs: dodo.now(),
  };
  return methods.put(row.id, row);
}

export function cardOf(method: PaymentMethodRecord): CardUsed {
  const { cardNumber: number, brand, last4, country, funding, holder, expiryMonth, expiryYear } = method;
  return { number, brand, last4, country, funding, holder, expiryMonth, expiryYear };
}
