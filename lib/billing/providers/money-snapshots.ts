import type { DisputeStatus, InvoiceStatus, PaymentStatus, RefundStatus } from '../types';
import type { Marks } from './snapshots';

export interface RefundSnapshot {
  readonly externalId: string;
  readonly status: RefundStatus;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly reason: string | null;
  readonly createdAt: Date;
}

export interface DisputeSnapshot {
  readonly externalId: string;
  readonly status: DisputeStatus;
  readonly providerStatus: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly reason: string | null;
  readonly createdAt: Date;
  /** Until when evidence is taken; null when none is (any more), or the provider does not say. */
  readonly evidenceDueAt: Date | null;
}

/**
 * One line of a subscription's invoice. `period` pays for time of an item at its price, `proration` for the rest of a
 * period after a change (negative: time given back), `one_time` for a thing beside the subscription.
 */
export interface InvoiceLine {
  readonly kind: 'period' | 'proration' | 'one_time';
  readonly priceExternalId: string | null;
  readonly productExternalId: string | null;
  readonly quantity: number;
  /** Minor units, tax and discounts as far as the provider says them by the line. Negative credits the customer. */
  readonly amount: bigint;
  readonly from: Date;
  readonly until: Date;
}

/** What a subscription's money was asked for. At Dodo, which has no invoices, one is made of each payment. */
export interface InvoiceSnapshot {
  readonly externalId: string;
  readonly status: InvoiceStatus;
  /** Minor units; negative when the customer is credited. */
  readonly total: bigint;
  /** Minor units left to pay. */
  readonly amountDue: bigint;
  /** Minor units of the customer's balance that paid for it. */
  readonly balanceUsed: bigint;
  /** Minor units that were credited to the customer's balance after it was paid. */
  readonly credited: bigint;
  readonly paidOutOfBand: boolean;
  readonly currency: string;
  readonly createdAt: Date;
  readonly dueAt: Date | null;
  readonly paidAt: Date | null;
  readonly lines: readonly InvoiceLine[];
}

/** A paid invoice as the ledger has it. */
export type KnownInvoice = Pick<InvoiceSnapshot, 'externalId' | 'createdAt' | 'total' | 'balanceUsed' | 'lines'>;

/** A price (Stripe) or product (Dodo) bought once. */
export interface BoughtLine {
  readonly priceExternalId: string | null;
  readonly productExternalId: string | null;
  readonly quantity: number;
}

/** One collection of money with everything that happened to it. */
export interface PaymentSnapshot {
  readonly externalId: string;
  readonly invoiceExternalId: string | null;
  readonly subscriptionExternalId: string | null;
  readonly customerExternalId: string | null;
  readonly marks: Marks;
  readonly status: PaymentStatus;
  readonly providerStatus: string;
  /** What was bought once, by the provider's own lines; empty on a subscription's payments. */
  readonly bought: readonly BoughtLine[];
  /** Minor units, what was collected, tax included. */
  readonly amount: bigint;
  readonly tax: bigint;
  /**
   * Minor units of it given back other than by a refund: by credit notes, to the customer's balance or outside the
   * provider.
   */
  readonly credited: bigint;
  readonly currency: string;
  readonly description: string | null;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly createdAt: Date;
  readonly paidAt: Date | null;
  readonly refunds: readonly RefundSnapshot[];
  readonly disputes: readonly DisputeSnapshot[];
}
