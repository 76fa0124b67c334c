import type DodoPayments from 'dodopayments';
import { BUSINESS_ID } from '../business';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { findBankAccount } from '../payments/bank-accounts';
import type { CustomerRecord, PaymentMethodRecord } from '../records/customer';
import { stamp, stampOrNull } from '../time/stamp';

export function customerWire(row: CustomerRecord) {
  return {
    business_id: BUSINESS_ID,
    created_at: stamp(row.createdMs),
    customer_id: row.id,
    email: row.email,
    name: row.name,
    metadata: row.metadata,
    phone_number: row.phone,
    blocked_at: null,
    blocklist_entry_id: null,
  } satisfies Required<DodoPayments.Customer>;
}

/** The customer as embedded in other objects: always the current state. */
export function limitedCustomer(dodo: Dodo, customerId: string) {
  const row = need(dodo.tables.customers, customerId);
  return {
    customer_id: row.id,
    email: row.email,
    name: row.name,
    metadata: row.metadata,
    phone_number: row.phone,
  } satisfies Required<DodoPayments.CustomerLimitedDetails>;
}

export function methodWire(row: PaymentMethodRecord) {
  const account = findBankAccount(row.cardNumber);
  return {
    payment_method: account ? 'bank_debit' : 'card',
    payment_method_id: row.id,
    card: account
      ? null
      : {
          card_holder_name: row.holder,
          card_issuing_country: row.country,
          card_network: row.brand.toUpperCase(),
          card_type: row.funding.toUpperCase(),
          expiry_month: row.expiryMonth,
          expiry_year: row.expiryYear,
          last4_digits: row.last4,
        },
    last_used_at: stampOrNull(row.lastUsedMs),
    payment_method_type: account ? account.type : row.funding,
    recurring_enabled: true,
  } satisfies Required<DodoPayments.CustomerRetrievePaymentMethodsResponse.Item>;
}
