import type { DisputeStatus, InvoiceStatus, PaymentStatus, RefundStatus } from '../types';
import type { OwnMetadata } from './snapshots';

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
  /** The deadline for evidence; null if none is accepted (or no longer is), or if the provider doesn't say. */
  readonly evidenceDueAt: Date | null;
}

/**
 * One line of a subscription's invoice. `period` pays for a period of an item, `proration` for the rest of a period
 * after a change (negative: credit for unused time), `one_time` for anything other than the subscription's time.
 */
export interface InvoiceLine {
  readonly kind: 'period' | 'proration' | 'one_time';
  readonly priceExternalId: string | null;
  readonly productExternalId: string | null;
  readonly quantity: number;
  /** Minor units, with the tax and discounts that the provider reports per line. Negative credits the customer. */
  readonly amount: bigint;
  readonly from: Date;
  readonly until: Date;
}

/** A subscription's request for money. Dodo has no invoices, so one is derived from each payment. */
export interface InvoiceSnapshot {
  readonly externalId: string;
  readonly status: InvoiceStatus;
  /** Minor units; negative if the customer is credited. */
  readonly total: bigint;
  /** Minor units left to pay. */
  readonly amountDue: bigint;
  /** Minor units paid from the customer's balance. */
  readonly balanceUsed: bigint;
  /** Minor units credited to the customer's balance after it was paid. */
  readonly credited: bigint;
  readonly paidOutOfBand: boolean;
  readonly currency: string;
  readonly createdAt: Date;
  readonly dueAt: Date | null;
  readonly paidAt: Date | null;
  readonly lines: readonly InvoiceLine[];
}

/** A paid invoice as stored in the ledger. */
export type KnownInvoice = Pick<InvoiceSnapshot, 'externalId' | 'createdAt' | 'total' | 'balanceUsed' | 'lines'>;

/** A one-time price (Stripe) or product (Dodo). */
export interface BoughtLine {
  readonly priceExternalId: string | null;
  readonly productExternalId: string | null;
  readonly quantity: number;
}

/** One collection of money and everything that happened to it. */
export interface PaymentSnapshot {
  readonly externalId: string;
  readonly invoiceExternalId: string | null;
  readonly subscriptionExternalId: string | null;
  readonly customerExternalId: string | null;
  readonly ownMetadata: OwnMetadata;
  readonly status: PaymentStatus;
  readonly providerStatus: string;
  /** The one-time items, from the provider's own lines; empty for a subscription's payments. */
  readonly bought: readonly BoughtLine[];
  /** Minor units collected, including tax. */
  readonly amount: bigint;
  readonly tax: bigint;
  /**
   * Minor units returned other than by a refund: through credit notes, to the customer's balance or outside the
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
  /** When the money arrived; null if it hasn't, or the provider doesn't say. */
  readonly paidAt: Date | null;
  readonly refunds: readonly RefundSnapshot[];
  readonly disputes: readonly DisputeSnapshot[];
}
