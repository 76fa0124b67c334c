import type { CollectionMethod, EndReason, IntervalUnit, SubscriptionStatus } from '../types';
import type { InvoiceSnapshot, PaymentSnapshot } from './money-snapshots';

/**
 * What an event, a page or a reconcile run is about. Everything that waits for one root is settled together.
 * `payment` is for what was bought once; a subscription's payments come with the subscription,
 * and a refund or dispute event names its payment. `method` is a card given for a subscription at a page of Stripe's.
 */
export type RootKind = 'subscription' | 'payment' | 'customer' | 'method' | 'license';

export interface Root {
  readonly kind: RootKind;
  readonly id: string;
}

/** Our marks on the provider's objects; null where an object carries none of ours. */
export interface Marks {
  readonly appId: string | null;
  readonly userId: string | null;
  readonly checkoutId: string | null;
}

/** How often a price is charged: every `count` units. */
export interface BillingInterval {
  readonly unit: IntervalUnit;
  readonly count: number;
}

/** One thing a subscription charges for every period. */
export interface ContractItem {
  /** Stripe `si_…`; at Dodo the product's or add-on's id. */
  readonly externalId: string;
  readonly priceExternalId: string;
  /** Tells the plan when the price itself is not one of ours. */
  readonly productExternalId: string | null;
  readonly quantity: number;
  /** Minor units a period, before tax and before discounts on the whole subscription. */
  readonly amount: bigint;
  readonly interval: BillingInterval | null;
}

/** The card that is charged next, as far as the provider tells. */
export interface CardFacts {
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  /** The first moment at which it is no longer good. */
  readonly cardExpires: Date | null;
}

/** Money for a subscription's time that is due and has not come. */
export interface Debt {
  /** When the oldest unpaid invoice was due. */
  readonly since: Date;
  /** Attempts to collect it, all failed: the first and each retry on schedule. */
  readonly attempts: number;
  /** The invoice to pay; null where the provider has none (Dodo). */
  readonly invoiceExternalId: string | null;
  /** Minor units left to pay of all that is due. */
  readonly amount: bigint;
}

/** Exactly what is charged next, as the provider previews it: tax, discounts, credit and every item included. */
export interface NextCharge {
  readonly at: Date;
  /** Minor units. */
  readonly amount: bigint;
}

/** A subscription as the list of all shows it. The digest equals that of its snapshot while the list shows no change. */
export interface ListedSubscription {
  readonly id: string;
  readonly digest: string;
  readonly createdAt: Date;
}

export interface SubscriptionSnapshot extends CardFacts {
  readonly externalId: string;
  /** What a list shows of it, as a hash; see `ListedSubscription`. */
  readonly digest?: string;
  readonly customerExternalId: string;
  readonly marks: Marks;
  /** Null when the provider says a status we do not know: the last one is kept and an alert raised. */
  readonly status: SubscriptionStatus | null;
  readonly providerStatus: string;
  /** Every item, ours and others. Never empty. */
  readonly items: readonly ContractItem[];
  readonly currency: string;
  /** Minor units a period: the sum of all items after discounts, before tax. */
  readonly amount: bigint;
  readonly collection: CollectionMethod;
  /** What happens to invoices while collection is paused; null while it is not. */
  readonly collectionPause: {
    readonly behavior: 'void' | 'keep_as_draft' | 'mark_uncollectible';
    readonly resumesAt: Date | null;
  } | null;
  /** Set by the provider alone. `startedAt` may be a date somebody chose. */
  readonly createdAt: Date;
  readonly startedAt: Date;
  readonly periodStart: Date | null;
  readonly periodEnd: Date | null;
  /** Time the merchant gives without money: an invoice not due yet, paused collection that keeps the service. */
  readonly givenUntil: Date | null;
  readonly trialEnd: Date | null;
  readonly cancelAt: Date | null;
  readonly canceledAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
  /** What is owed for time; null when nothing is. An unpaid invoice for something else is none. */
  readonly debt: Debt | null;
  /** The provider's preview of what it charges next; null when nothing is coming or the provider cannot say. */
  readonly nextCharge: NextCharge | null;
  readonly pausedAt: Date | null;
  /** The pause that is coming; null when none is, or it has begun. */
  readonly pausesAt: Date | null;
  readonly pendingPriceExternalId: string | null;
  readonly pendingQuantity: number | null;
  readonly pendingAt: Date | null;
  /** Those this fetch brought along; the ledger keeps the others. */
  readonly invoices: readonly InvoiceSnapshot[];
  /** Those this fetch brought along, the newest first; the ledger keeps the others. */
  readonly payments: readonly PaymentSnapshot[];
}

export interface CheckoutSnapshot {
  readonly externalId: string;
  readonly state: 'open' | 'complete' | 'expired';
  /** What it led to, as far as the provider tells. */
  readonly roots: readonly Root[];
  /** The last attempt to pay failed and nothing is paid. */
  readonly failed: boolean;
}

/** A card (or other way to pay) that a customer gave for a subscription, ready to be used. */
export interface MethodSnapshot {
  readonly externalId: string;
  readonly customerExternalId: string | null;
  readonly marks: Marks;
  /** The subscription it was given for; null when our marks do not say. */
  readonly subscriptionExternalId: string | null;
}

/** A license key of software that was bought. */
export interface LicenseSnapshot {
  readonly externalId: string;
  readonly customerExternalId: string;
  readonly key: string;
  /** Switched off; that its time is over says `expiresAt`. */
  readonly disabled: boolean;
  readonly paymentExternalId: string | null;
  readonly subscriptionExternalId: string | null;
  /** How many devices may use it; null for any number. */
  readonly activationsLimit: number | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** What a fetch of a root found. `absent` is an answer like any other (404, or Stripe's `deleted: true`). */
export type Snapshot =
  | { readonly kind: 'subscription'; readonly subscription: SubscriptionSnapshot }
  | { readonly kind: 'payment'; readonly payment: PaymentSnapshot }
  | {
      readonly kind: 'customer';
      readonly externalId: string;
      readonly marks: Marks;
      readonly defaultMethod: string | null;
    }
  | { readonly kind: 'method'; readonly method: MethodSnapshot }
  | { readonly kind: 'license'; readonly license: LicenseSnapshot }
  | { readonly kind: 'absent' };

/** A verified event. `root` null: nothing of ours to settle (`reason` says why). */
export interface ProviderEvent {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: Date;
  readonly apiVersion: string | null;
  readonly payload: unknown;
  readonly root: Root | null;
  readonly reason: 'unknown type' | 'nothing to settle' | null;
}

/** How such a page stands. `given`: there is a new card; `over`: the page can no longer be used. */
export interface CardPageSnapshot {
  readonly state: 'open' | 'given' | 'declined' | 'over';
  /** What to sync so that the ledger knows. */
  readonly root: Root | null;
}
