import type { OwnMetadata } from './snapshots';

/** Our metadata keys at both providers. */
export const METADATA = {
  app: 'app_id',
  /** Named when a customer was one user. */
  workspace: 'user_id',
  checkout: 'checkout_id',
  operation: 'operation_id',
  sku: 'sku',
  /** Stripe only: the subscription a card was added for. */
  subscription: 'subscription_id',
  /** Stripe only: the one-time item bought, so that the payment alone is enough to identify it. */
  price: 'price',
  quantity: 'quantity',
} as const;

/** Metadata as the SDKs return it: Stripe's values are strings, Dodo's may also be numbers or booleans. */
export type Metadata = Readonly<Record<string, string | number | boolean>> | null | undefined;

/** A single value; null if absent or empty. */
export function metadataValue(metadata: Metadata, key: (typeof METADATA)[keyof typeof METADATA]): string | null {
  const value = metadata?.[key];
  return value === undefined || value === '' ? null : String(value);
}

/** Our metadata on a provider's object; the ledger decides by `appId` whether we may act on it. */
export function ownMetadataOf(metadata: Metadata): OwnMetadata {
  return {
    appId: metadataValue(metadata, METADATA.app),
    workspaceId: metadataValue(metadata, METADATA.workspace),
    checkoutId: metadataValue(metadata, METADATA.checkout),
  };
}
