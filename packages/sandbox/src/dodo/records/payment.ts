import type DodoPayments from 'dodopayments';
import type { Address, Metadata } from '../api/fields';
import type { Line } from '../money/quote';
import type { PlanChange } from './subscription';

/** A payment or a payment attempt. */
export interface PaymentRecord {
  id: string;
  createdMs: number;
  updatedMs: number;
  status: DodoPayments.IntentStatus;
  customerId: string;
  billing: Address;
  currency: DodoPayments.Currency;
  lines: Line[];
  tax: number;
  total: number;
  metadata: Metadata;
  /** The subscriptions it starts or charges. */
  subscriptionIds: string[];
  /** One-time products; null when there are only subscriptions. */
  productCart: { product_id: string; quantity: number }[] | null;
  discountIds: string[];
  /** What the payment is for. Determines the effects of its success or failure. */
  purpose: Purpose;
  retryAttempt: number;
  methodId: string | null;
  /** The card of the last attempt. A declined card is never saved. */
  card: CardUsed | null;
  errorCode: string | null;
  errorMessage: string | null;
  invoiceId: string | null;
  sessionId: string | null;
  link: string | null;
  customFields: { key: string; value: string }[] | null;
  taxId: string | null;
  businessName: string | null;
}

export interface CardUsed {
  number: string;
  brand: string;
  last4: string;
  country: DodoPayments.CountryCode;
  funding: 'credit' | 'debit';
  holder: string | null;
  expiryMonth: string;
  expiryYear: string;
}

export type Purpose =
  | { kind: 'checkout' }
  /** A subscription period. The first attempt and all retries have the same period. */
  | { kind: 'renewal'; periodStart: number; periodEnd: number; creditUsed: number; walletUsed: number }
  /** The amount due on a subscription on hold, paid with a new or saved card. */
  | { kind: 'dues'; owed: Owed }
  | { kind: 'plan_change'; change: PlanChange; onFailure: 'prevent_change' | 'apply_change' }
  | { kind: 'on_demand' }
  | { kind: 'update_method' };

/** An unpaid charge of a subscription. */
export interface Owed {
  /** The period it pays for; null for a plan change that was already applied, or an on-demand charge. */
  period: { start: number; end: number } | null;
  lines: Line[];
  tax: number;
  total: number;
  /** Credit that is deducted from the balance when the payment succeeds. */
  creditUsed: number;
  failedPaymentId: string;
}

export interface RefundRecord {
  id: string;
  createdMs: number;
  paymentId: string;
  customerId: string;
  subscriptionIds: string[];
  amount: number;
  currency: DodoPayments.Currency;
  isPartial: boolean;
  /** Refunded amount per line, by its position in the payment. */
  parts: { line: number; amount: number }[];
  status: DodoPayments.RefundStatus;
  reason: string | null;
  metadata: Metadata;
}

export interface DisputeRecord {
  id: string;
  createdMs: number;
  paymentId: string;
  customerId: string;
  amount: number;
  currency: DodoPayments.Currency;
  /** Refunded immediately by the card network's Rapid Dispute Resolution. */
  byRdr: boolean;
  stage: DodoPayments.DisputeStage;
  status: DodoPayments.DisputeStatus;
  reason: string | null;
  remarks: string | null;
}
