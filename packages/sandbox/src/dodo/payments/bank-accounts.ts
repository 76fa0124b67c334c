import { sepaAccounts } from '../../engine/cards';

/** A bank account that can be debited: the money is on its way for days, and then it comes or it does not. */
export interface BankAccount {
  number: string;
  type: 'sepa' | 'ach';
  /** The only currency this kind of debit exists in. */
  currency: 'EUR' | 'USD';
  country: 'AT' | 'US';
  /** ACH is for one-time payments only (Dodo docs, "ACH Direct Debit"). */
  recurring: boolean;
  label: string;
  /** `stuck`: it stays under way for ever. */
  outcome: 'succeeded' | 'failed' | 'stuck';
  errorCode?: string;
  /** The customer has it disputed once it came. */
  disputed?: true;
}

const ach = { type: 'ach', currency: 'USD', country: 'US', recurring: false } as const;

/** Test accounts: of Dodo's page "ACH Direct Debit", and Stripe's for SEPA, for which Dodo lists none. */
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

/** The test account of that number, spaces ignored. */
export function findBankAccount(number: string): BankAccount | undefined {
  const plain = number.replace(/[\s-]/g, '').toUpperCase();
  return bankAccounts.find((account) => account.number === plain);
}
