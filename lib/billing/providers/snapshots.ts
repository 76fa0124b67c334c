import type { CollectionMethod, EndReason, IntervalUnit, SubscriptionStatus } from '../types';
import type { InvoiceSnapshot, PaymentSnapshot } from './money-snapshots';

/**
 * What an event, a page, or a reconciliation run is about. Everything waiting for one sync target is processed together.
 * `payment` is for one-time purchases; a subscription's payments come with the subscription, and a refund or dispute
 * event names its payment. `method` is a card added for a subscription on a Stripe page.
 */
export const SYNC_TARGET_KINDS = ['subscription', 'payment', 'customer', 'method', 'license'] as const;
export type SyncTargetKind = (typeof SYNC_TARGET_KINDS)[number];

export interface SyncTarget {
  readonly kind: SyncTargetKind;
  readonly id: string;
}

/** Our metadata on a provider's object; null where it has none of ours. */
export interface OwnMetadata {
  readonly appId: string | null;
  readonly workspaceId: string | null;
  readonly checkoutId: string | null;
}

/** How often a price is charged: every `count` units. */
export interface BillingInterval {
  readonly unit: IntervalUnit;
  readonly count: number;
}

/** One item that a subscription charges for every period. */
export interface ContractItem {
  /** Stripe `si_…`; at Dodo, the id of the product or add-on. */
  readonly externalId: string;
  readonly priceExternalId: string;
  /** Identifies the plan when the price itself isn't one of ours. */
  readonly productExternalId: string | null;
  readonly quantity: number;
  /** Minor units a period, before tax and before discounts on the whole subscription. */
  readonly amount: bigint;
  readonly interval: BillingInterval | null;
}

/** The card that is charged next, as far as the provider reports it. */
export interface CardFacts {
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  /** The moment it expires. */
  readonly cardExpires: Date | null;
}

/** A payment for a subscription's time that is due but hasn't arrived. */
export interface Debt {
  /** When the oldest unpaid invoice was due. */
  readonly since: Date;
  /** Failed attempts to collect it: the first one and each scheduled retry. */
  readonly attempts: number;
  /** The invoice to pay; null if the provider has none (Dodo). */
  readonly invoiceExternalId: string | null;
  /** Minor units left to pay of everything due. */
  readonly amount: bigint;
}

/** The exact next charge, as previewed by the provider: including tax, discounts, credit, and every item. */
export interface NextCharge {
  readonly at: Date;
  /** Minor units. */
  readonly amount: bigint;
}

/** A subscription as listed by the provider. While the list shows no change, the digest equals that of its snapshot. */
export interface ListedSubscription {
  readonly id: string;
  readonly digest: string;
  readonly createdAt: Date;
}

export interface SubscriptionSnapshot extends CardFacts {
  readonly externalId: string;
  /** A hash of what the list shows; see `ListedSubscription`. */
  readonly digest?: string;
  readonly customerExternalId: string;
  readonly ownMetadata: OwnMetadata;
  /** Null if the provider reports a status we don't know: the last one is kept and an alert is raised. */
  readonly status: SubscriptionStatus | null;
  readonly providerStatus: string;
  /** Every item, ours and others'. Never empty. */
  readonly items: readonly ContractItem[];
  readonly currency: string;
  /** Minor units a period: the sum of all items after discounts, before tax. */
  readonly amount: bigint;
  readonly collection: CollectionMethod;
  /** What happens to invoices while collection is paused; null while it isn't. */
  readonly collectionPause: {
    readonly behavior: 'void' | 'keep_as_draft' | 'mark_uncollectible';
    readonly resumesAt: Date | null;
  } | null;
  /** Set by the provider only. `startedAt` may be a date chosen by a person. */
  readonly createdAt: Date;
  readonly startedAt: Date;
  readonly periodStart: Date | null;
  readonly periodEnd: Date | null;
  /** End of the time granted without payment: an invoice not due yet, paused collection that keeps the service. */
  readonly givenUntil: Date | null;
  readonly trialEnd: Date | null;
  readonly cancelAt: Date | null;
  readonly canceledAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
  /** What is owed for time; null if nothing is. An unpaid invoice for something else doesn't count. */
  readonly debt: Debt | null;
  /** The provider's preview of the next charge; null if none is coming or the provider can't tell. */
  readonly nextCharge: NextCharge | null;
  readonly pausedAt: Date | null;
  /** The scheduled pause; null if there is none, or it has begun. */
  readonly pausesAt: Date | null;
  readonly pendingPriceExternalId: string | null;
  readonly pendingQuantity: number | null;
  readonly pendingAt: Date | null;
  /** Only those in this fetch; the ledger keeps the others. */
  readonly invoices: readonly InvoiceSnapshot[];
  /** Only those in this fetch, newest first; the ledger keeps the others. */
  readonly payments: readonly PaymentSnapshot[];
}

export interface CheckoutSnapshot {
  readonly externalId: string;
  readonly state: 'open' | 'complete' | 'expired';
  /** What it resulted in, as far as the provider reports it. */
  readonly targets: readonly SyncTarget[];
  /** The last payment attempt failed and nothing has been paid. */
  readonly failed: boolean;
}

/** A card (or other payment method) that a customer added for a subscription, ready to be used. */
export interface MethodSnapshot {
  readonly externalId: string;
  readonly customerExternalId: string | null;
  readonly ownMetadata: OwnMetadata;
  /** The subscription it was added for; null if our metadata doesn't say. */
  readonly subscriptionExternalId: string | null;
}

/** A license key for purchased software. */
export interface LicenseSnapshot {
  readonly externalId: string;
  readonly customerExternalId: string;
  readonly key: string;
  /** Disabled; `expiresAt` tells whether it has expired. */
  readonly disabled: boolean;
  readonly paymentExternalId: string | null;
  readonly subscriptionExternalId: string | null;
  /** How many devices may use it; null for no limit. */
  readonly activationsLimit: number | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** The result of fetching a target. `absent` is an ordinary result (404, or Stripe's `deleted: true`). */
export type Snapshot =
  | { readonly kind: 'subscription'; readonly subscription: SubscriptionSnapshot }
  | { readonly kind: 'payment'; readonly payment: PaymentSnapshot }
  | {
      readonly kind: 'customer';
      readonly externalId: string;
      readonly ownMetadata: OwnMetadata;
      readonly defaultMethod: string | null;
    }
  | { readonly kind: 'method'; readonly method: MethodSnapshot }
  | { readonly kind: 'license'; readonly license: LicenseSnapshot }
  | { readonly kind: 'absent' };

/** A verified event. A null `target` means there's nothing of ours to sync (`reason` says why). */
export interface ProviderEvent {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: Date;
  readonly apiVersion: string | null;
  readonly payload: unknown;
  readonly target: SyncTarget | null;
  readonly reason: 'unknown type' | 'nothing to settle' | null;
}

/** The page's state. `given`: a card was added; `over`: the page can no longer be used. */
export interface CardPageSnapshot {
  readonly state: 'open' | 'given' | 'declined' | 'over';
  /** The target to sync so that the ledger is up to date. */
  readonly target: SyncTarget | null;
}
