import type { BillingInterval } from './snapshots';

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
  /** Absent: nothing about taxes. Part of what is stored, so that a repeat asks for the same thing. */
  readonly taxes?: CheckoutTaxes | undefined;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** Minor units and words for `billing:push`-independent checks in tests and logs. */
  readonly amount: string;
}

/** Another price for one item of a running subscription; its other items stay as they are. */
export interface ChangeRequest {
  readonly subscriptionExternalId: string;
  /** The item that is ours. */
  readonly itemExternalId: string;
  readonly priceExternalId: string;
  readonly quantity: number;
  /** The moment prorations are calculated from: the same in preview and change, so that both give the same amount. */
  readonly prorationAt: Date;
}

/** What a change would cost now. Minor units; `credit` is left on the customer's balance for later invoices. */
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
  /** Null for what is sold once. */
  readonly interval: BillingInterval | null;
}

export interface PushedPrice {
  readonly sku: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly externalId: string;
  readonly productExternalId: string | null;
  readonly active: boolean;
}
