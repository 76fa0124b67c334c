import type DodoPayments from 'dodopayments';

/** One transaction of a customer's wallet. */
export interface WalletEntryRecord {
  id: string;
  createdMs: number;
  customerId: string;
  currency: DodoPayments.Currency;
  eventType: DodoPayments.Customers.Wallets.CustomerWalletTransaction['event_type'];
  before: number;
  after: number;
  reason: string | null;
  referenceId: string | null;
  /** The caller's idempotency key. */
  key: string | null;
}
