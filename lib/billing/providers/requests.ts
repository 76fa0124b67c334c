import type { BillingInterval } from './snapshots';

/** A checkout's tax settings, where the provider leaves them to us (Stripe). */
export interface CheckoutTaxes {
  /** The provider calculates the tax and adds it. */
  readonly automatic: boolean;
  /** A business may enter its tax id. */
  readonly taxId: boolean;
  readonly address: 'auto' | 'required';
}

/** Exact parameters of a new checkout, stored before they're sent and sent unchanged. */
export interface CheckoutParams {
  readonly checkoutId: string;
  readonly workspaceId: string;
  readonly customerExternalId: string;
  readonly kind: 'subscription' | 'lifetime' | 'credits';
  readonly sku: string;
  readonly priceExternalId: string;
  readonly quantity: number;
  readonly currency: string;
  readonly trialDays: number;
  /** Absent: no tax settings. Stored as well, so a repeat sends the same request. */
  readonly taxes?: CheckoutTaxes | undefined;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** Decimal in major units, such as "29.00", for tests and logs; independent of `billing:push`. */
  readonly amount: string;
}

/** Another price for one item of a running subscription; its other items stay unchanged. */
export interface ChangeRequest {
  readonly subscriptionExternalId: string;
  /** Our own item. */
  readonly itemExternalId: string;
  readonly priceExternalId: string;
  readonly quantity: number;
  /** The time prorations are calculated from: the same in preview and change, so both give the same amount. */
  readonly prorationAt: Date;
}

/** What a change would cost now. Minor units; `credit` stays on the customer's balance for later invoices. */
export interface ChangePreview {
  readonly dueNow: bigint;
  readonly credit: bigint;
  readonly currency: string;
}

/** A card to use for a subscription from now on. */
export interface MethodRequest {
  readonly subscriptionExternalId: string;
  readonly methodExternalId: string;
  /** Business time: its invoices for time that were due by then are paid with the card. Null when nothing was owed. */
  readonly owedAt: Date | null;
}

/** A request for a page where a customer adds another card for a subscription. */
export interface CardPageRequest {
  readonly subscriptionExternalId: string;
  readonly customerExternalId: string;
  readonly workspaceId: string;
  readonly currency: string;
  readonly returnUrl: string;
  readonly cancelUrl: string;
}

/** A cancellation reason, in the values both providers know. */
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

/** A payment's invoice or receipt: the provider's page, or the file itself if that page would require no login. */
export type InvoiceDocument =
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'pdf'; readonly bytes: Uint8Array<ArrayBuffer> };

/** One item of a payment, where the provider refunds by item (Dodo). Minor units, including tax. */
export interface RefundLine {
  readonly id: string;
  readonly name: string | null;
  readonly left: bigint;
}

/** How much of a payment to refund. Minor units; a null `amount` means all that's left. */
export interface RefundShare {
  readonly amount: bigint | null;
  /** By item, where the provider requires it; they add up to the amount. */
  readonly items: readonly { readonly id: string; readonly amount: bigint }[];
  readonly reason: string | null;
}

/** A price that should exist at the provider. */
export interface PriceSpec {
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly currency: string;
  readonly amount: bigint;
  /** Null for one-time prices. */
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
