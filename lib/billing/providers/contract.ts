import type {
  DisputeStatus,
  EndReason,
  Mode,
  PaymentStatus,
  Provider,
  RefundStatus,
  SubscriptionStatus,
} from '../types';

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
  /** The price (Stripe) or product (Dodo) bought once; null on subscription payments. */
  readonly priceExternalId: string | null;
  readonly quantity: number;
  /** Minor units, what was collected, tax included. */
  readonly amount: bigint;
  readonly tax: bigint;
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

/** The card that is charged next, as far as the provider tells. */
export interface CardFacts {
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  /** The first moment at which it is no longer good. */
  readonly cardExpires: Date | null;
}

export interface SubscriptionSnapshot extends CardFacts {
  readonly externalId: string;
  readonly customerExternalId: string;
  readonly marks: Marks;
  /** Null when the provider says a status we do not know: the last one is kept and an alert raised. */
  readonly status: SubscriptionStatus | null;
  readonly providerStatus: string;
  readonly priceExternalId: string;
  readonly quantity: number;
  readonly currency: string;
  /** Minor units a period. */
  readonly amount: bigint;
  readonly startedAt: Date;
  readonly periodStart: Date | null;
  readonly periodEnd: Date | null;
  readonly paidUntil: Date | null;
  readonly trialEnd: Date | null;
  readonly cancelAt: Date | null;
  readonly canceledAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
  readonly pastDueSince: Date | null;
  /** Attempts to collect what is owed, all failed: the first and each retry on schedule. 0 when nothing is owed. */
  readonly failedAttempts: number;
  readonly pausedAt: Date | null;
  /** The pause that is coming; null when none is, or it has begun. */
  readonly pausesAt: Date | null;
  readonly pendingPriceExternalId: string | null;
  readonly pendingQuantity: number | null;
  readonly pendingAt: Date | null;
  /** Those this fetch brought along; the ledger keeps the others. */
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

/** What a fetch of a root found. `absent` is an answer like any other (404, or Stripe's `deleted: true`). */
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

/** What a checkout asks for about taxes, where the provider leaves that to us (Stripe). */
export interface CheckoutTaxes {
  /** The provider works the tax out and adds it. */
  readonly automatic: boolean;
  /** A business may give its tax id. */
  readonly taxId: boolean;
  readonly address: 'auto' | 'required';
}

/** Exact parameters of a new checkout, stored before they are sent and sent unchanged. */
export interface CheckoutParams {
  readonly checkoutId: string;
  readonly userId: string;
  readonly customerExternalId: string;
  readonly lane: 'subscription' | 'lifetime' | 'credits';
  readonly sku: string;
  readonly priceExternalId: string;
  readonly quantity: number;
  readonly currency: string;
  readonly trialDays: number;
  /** Absent: nothing about taxes. Part of what is stored, so that a repeat asks for the same. */
  readonly taxes?: CheckoutTaxes | undefined;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** Minor units and words for `billing:push`-independent checks in tests and logs. */
  readonly amount: string;
}

/** Another price for a running subscription. */
export interface ChangeRequest {
  readonly subscriptionExternalId: string;
  readonly priceExternalId: string;
  readonly quantity: number;
  /** The instant prorations are reckoned from: the same in preview and change, so that both come out alike. */
  readonly prorationAt: Date;
}

/** What a change would cost at once. Minor units; `credit` is what stays in the customer's favour for later invoices. */
export interface ChangePreview {
  readonly dueNow: bigint;
  readonly credit: bigint;
  readonly currency: string;
}

/** A page to be made where a customer gives another card for a subscription. */
export interface CardPageRequest {
  readonly subscriptionExternalId: string;
  readonly customerExternalId: string;
  readonly userId: string;
  readonly currency: string;
  readonly returnUrl: string;
  readonly cancelUrl: string;
}

/** How such a page stands. `given`: there is a new card; `over`: the page can no longer be used. */
export interface CardPageSnapshot {
  readonly state: 'open' | 'given' | 'declined' | 'over';
  /** What to sync so that the ledger knows. */
  readonly root: Root | null;
}

/** Why a customer leaves, in the words both providers know. */
export type CancelFeedback =
  | 'too_expensive'
  | 'missing_features'
  | 'switched_service'
  | 'unused'
  | 'customer_service'
  | 'low_quality'
  | 'too_complex'
  | 'other';

export interface CancelReason {
  readonly feedback: CancelFeedback | null;
  readonly comment: string | null;
}

/** The invoice or receipt of a payment: the provider's own page, or the file itself where a page would need no login. */
export type InvoiceDocument =
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'pdf'; readonly bytes: Uint8Array<ArrayBuffer> };

/** One thing a payment was for, as far as the provider gives money back by the thing (Dodo). Minor units, tax included. */
export interface RefundLine {
  readonly id: string;
  readonly name: string | null;
  readonly left: bigint;
}

/** How much of a payment goes back. Minor units; `amount` null is everything that is left. */
export interface RefundShare {
  readonly amount: bigint | null;
  /** By the thing, where the provider wants it so; they sum up to the amount. */
  readonly items: readonly { readonly id: string; readonly amount: bigint }[];
  readonly reason: string | null;
}

/** One price to exist at the provider. */
export interface PriceSpec {
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly interval: 'month' | 'year' | null;
}
export interface PushedPrice {
  readonly sku: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly externalId: string;
  readonly active: boolean;
}

/**
 * One payment provider. All methods but `verify` talk HTTP and therefore never run inside a transaction.
 * They raise `ProviderRefused` (a definite no), `ProviderUnavailable` (certainly not done: rate limit, no connection)
 * or `ProviderUnknown` (may have been done: timeout, cut connection, 5xx).
 */
export interface ProviderDriver {
  readonly name: Provider;
  readonly mode: Mode;
  /** Raises `BadSignature`; nothing else may pass an unsigned body. */
  verify(rawBody: string, headers: Readonly<Record<string, string>>): ProviderEvent;
  /**
   * `settled`: external ids of payments the ledger has as succeeded. A driver that must fetch payments one by one (Dodo)
   * leaves those out until the provider says that a refund or dispute has come; without it, all are brought along.
   */
  fetch(root: Root, settled?: ReadonlySet<string>): Promise<Snapshot>;
  fetchCheckout(externalId: string, customerExternalId: string, checkoutId: string): Promise<CheckoutSnapshot>;
  createCustomer(input: {
    operationId: string;
    userId: string;
    email: string;
    name: string | null;
  }): Promise<{ externalId: string }>;
  /** Sets address and name. Safe to repeat; nothing comes back from there to us. */
  updateCustomer(customerExternalId: string, details: { email: string; name: string | null }): Promise<void>;
  createCheckout(params: CheckoutParams): Promise<{ externalId: string; url: string; expiresAt: Date }>;
  /** True when the session can no longer be paid; false when the provider has no way to close one (Dodo). */
  closeCheckout(externalId: string): Promise<boolean>;
  portalUrl(customerExternalId: string, returnUrl: string): Promise<string>;
  /** A page where another card is given; at Dodo what is owed is charged there and then. */
  openCardPage(request: CardPageRequest, operationId: string): Promise<{ externalId: string; url: string }>;
  fetchCardPage(externalId: string, subscriptionExternalId: string): Promise<CardPageSnapshot>;
  /** Takes a card for a subscription from now on and pays what is open with it. Refused when the card is declined. */
  adoptMethod(
    request: { subscriptionExternalId: string; methodExternalId: string },
    operationId: string,
  ): Promise<void>;
  cancelNow(subscriptionExternalId: string, operationId: string): Promise<void>;
  /** For the end of the period. Withdraws a scheduled plan change, which would come after it. */
  scheduleCancel(subscriptionExternalId: string, operationId: string, reason?: CancelReason): Promise<void>;
  undoCancel(subscriptionExternalId: string, operationId: string): Promise<void>;
  /** When a pause begins: at once, the time left being kept, or when what is paid has been used. */
  readonly pauseBegins: 'now' | 'period_end';
  pause(subscriptionExternalId: string, operationId: string): Promise<void>;
  /** What going on would charge at once. */
  previewResume(subscriptionExternalId: string): Promise<ChangePreview>;
  /** Takes a pause back or ends it; refused, and still paused, when a charge for it is declined. */
  resume(subscriptionExternalId: string, operationId: string): Promise<void>;
  previewChange(request: ChangeRequest): Promise<ChangePreview>;
  /** Charges the difference at once; refused, with nothing changed, when the charge is declined. */
  changeNow(request: ChangeRequest, operationId: string): Promise<void>;
  changeAtPeriodEnd(request: ChangeRequest, operationId: string): Promise<void>;
  undoScheduledChange(subscriptionExternalId: string, operationId: string): Promise<void>;
  /** All of it, or the share that is said. */
  refundPayment(paymentExternalId: string, operationId: string, share?: RefundShare): Promise<{ externalId: string }>;
  /** What can be given back by the thing; null where money goes back by the payment alone (Stripe). */
  refundLines(paymentExternalId: string): Promise<RefundLine[] | null>;
  /** Fetched fresh for every reader; null when the provider has none for this payment. */
  invoiceDocument(paymentExternalId: string): Promise<InvoiceDocument | null>;
  /** Looks up whether a refund sent earlier under this operation exists. For unknown outcomes. */
  findRefund(
    paymentExternalId: string,
    customerExternalId: string,
    operationId: string,
    since: Date,
  ): Promise<string | null>;
  /** Everything of ours the provider has: all subscriptions, and recent one-time purchases, refunds and disputes. For reconciliation. */
  listRoots(since: Date): Promise<Root[]>;
  /** Events since then that a webhook endpoint has not taken. Nothing where the provider keeps no such list (Dodo). */
  undelivered(since: Date): AsyncIterable<ProviderEvent>;
  /** Makes products and prices as said; archives what changed. Safe to run twice. Returns every price of ours that exists. */
  pushCatalogue(prices: readonly PriceSpec[]): Promise<PushedPrice[]>;
}
