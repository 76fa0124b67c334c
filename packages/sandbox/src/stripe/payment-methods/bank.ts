import { sepaAccounts } from '../../engine/cards';
import type { PaymentMethodRecord } from '../api/tables';
import { fingerprint } from './card';

/** Stripe's ACH test accounts (docs: "Test ACH Direct Debit accounts"). */
const achAccounts = [
  { number: '000123456789', outcome: 'succeeds_later' },
  { number: '000111111116', outcome: 'fails_later' },
] as const;

// German test account that is declined (docs: "Test SEPA Direct Debit"), and the one in the CLI's recipe for a failed
// payment.
const refusedIbans = ['DE62370400440532013001', 'IT60X0542811101000000123456'];

/** How a debit settles after some days. Debits of unknown accounts succeed. */
export function debitOutcome(number: string): 'succeeds_later' | 'fails_later' {
  const bare = number.replace(/\s/g, '').toUpperCase();
  if (refusedIbans.includes(bare)) return 'fails_later';
  const known =
    sepaAccounts.find((account) => account.iban === bare) ?? achAccounts.find((account) => account.number === bare);
  return known?.outcome ?? 'succeeds_later';
}

export function sepaDetails(iban: string): NonNullable<PaymentMethodRecord['sepa_debit']> {
  const bare = iban.replace(/\s/g, '').toUpperCase();
  return {
    bank_code: bare.slice(4, 9),
    branch_code: '',
    country: bare.slice(0, 2),
    fingerprint: fingerprint(bare),
    generated_from: { charge: null, setup_attempt: null },
    last4: bare.slice(-4),
  };
}

export function usBankDetails(account: string, routing: string): NonNullable<PaymentMethodRecord['us_bank_account']> {
  return {
    account_holder_type: 'individual',
    account_type: 'checking',
    bank_name: 'STRIPE TEST BANK',
    financial_connections_account: null,
    fingerprint: fingerprint(account),
    last4: account.slice(-4),
    networks: { preferred: 'ach', supported: ['ach'] },
    routing_number: routing,
    status_details: null,
  };
}
