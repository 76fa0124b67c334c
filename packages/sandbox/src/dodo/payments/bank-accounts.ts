import { sepaAccounts } from '../../engine/cards';

/** A test bank account. A debit is processing for days, and then succeeds or fails. */
export interface BankAccount {
  number: string;
  type: 'sepa' | 'ach';
  /** The only currency of this kind of debit. */
  currency: 'EUR' | 'USD';
  country: 'AT' | 'US';
  /** ACH is for one-time payments only (Dodo docs, "ACH Direct Debit"). */
  recurring: boolean;
  label: string;
  /** `stuck`: it keeps processing forever. */
  outcome: 'succeeded' | 'failed' | 'stuck';
  errorCode?: string;
  /** The customer disputes the payment after it succeeded. */
  disputed?: true;
}

const ach = { type: 'ach', currency: 'USD', country: 'US', recurring: false } as const;

/** Test accounts from Dodo's page "ACH Direct Debit", and Stripe's for SEPA, for which Dodo lists none. */
export const bankAccounts: readonly BankAccount[] = [
  ...sepaAccounts.map(
    ({ iban, label, outcome }): BankAccount => ({
      number: iban,
      type: 'sepa',
      currency: 'EUR',
      country: 'AT',
      recurring: true,
      label,
      outcome: outcome === 'succeeds_later' ? 'succeeded' : 'failed',
    }),
  ),
  { ...ach, number: '000123456789', label: 'Succeeds later', outcome: 'succeeded' },
  { ...ach, number: '000222222227', label: 'Insufficient funds', outcome: 'failed', errorCode: 'INSUFFICIENT_FUNDS' },
  { ...ach, number: '000111111113', label: 'Account closed', outcome: 'failed', errorCode: 'GENERIC_DECLINE' },
  { ...ach, number: '000555555559', label: 'Succeeds, then disputed', outcome: 'succeeded', disputed: true },
  { ...ach, number: '000000000009', label: 'Stays in processing', outcome: 'stuck' },
];

/** The test account with that number, ignoring spaces. */
export function findBankAccount(number: string): BankAccount | undefined {
  const plain = number.replace(/[\s-]/g, '').toUpperCase();
  return bankAccounts.find((account) => account.number === plain);
}
