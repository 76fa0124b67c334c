import type DodoPayments from 'dodopayments';
import type { Metadata } from '../api/fields';
import type { EventType } from '../lists/event-types';

export interface DiscountRecord {
  id: string;
  createdMs: number;
  code: string;
  name: string | null;
  type: 'percentage' | 'flat';
  amount: number;
  currencyOptions: DodoPayments.Discount.CurrencyOption[];
  eligibility: DodoPayments.Discount['customer_eligibility'];
  startsMs: number | null;
  expiresMs: number | null;
  usageLimit: number | null;
  perCustomerLimit: number | null;
  restrictedTo: string[];
  cycles: number | null;
  preserve: boolean;
  metadata: Metadata;
  timesUsed: number;
  deleted: boolean;
}

/** One redemption of a code by a customer. */
export interface RedemptionRecord {
  id: string;
  discountId: string;
  customerId: string;
  paymentId: string;
}

export interface LicenseKeyRecord {
  id: string;
  createdMs: number;
  key: string;
  customerId: string;
  productId: string;
  paymentId: string | null;
  subscriptionId: string | null;
  activationsLimit: number | null;
  expiresMs: number | null;
  disabled: boolean;
  source: 'auto' | 'import' | 'manual';
}

export interface LicenseInstanceRecord {
  id: string;
  createdMs: number;
  licenseKeyId: string;
  name: string;
}

export interface MeterRecord {
  id: string;
  createdMs: number;
  updatedMs: number;
  name: string;
  description: string | null;
  eventName: string;
  measurementUnit: string;
  aggregation: { type: 'count' | 'sum' | 'max' | 'last'; key: string | null };
  filter: DodoPayments.MeterFilter | null;
  archived: boolean;
}

export interface UsageEventRecord {
  id: string;
  customerId: string;
  name: string;
  atMs: number;
  metadata: Metadata | null;
}

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

export interface PayoutRecord {
  id: string;
  createdMs: number;
  updatedMs: number;
  amount: number;
  fee: number;
  tax: number;
  refunds: number;
  chargebacks: number;
  status: DodoPayments.PayoutListResponse['status'];
}

/**
 * A recorded event. The body of its webhook is built when it is sent, from the object's state at that time
 * (docs/providers/dodo.md#webhooks).
 */
export interface EventRecord {
  id: string;
  atMs: number;
  type: EventType;
  objectId: string;
  /** For events about objects the sandbox doesn't store: the given data. */
  data: Record<string, unknown> | null;
}
