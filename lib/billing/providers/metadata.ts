import type { Marks } from './snapshots';

/** Our metadata keys at both providers. */
export const MARK = {
  app: 'app_id',
  user: 'user_id',
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
export function mark(metadata: Metadata, key: (typeof MARK)[keyof typeof MARK]): string | null {
  const value = metadata?.[key];
  return value === undefined || value === '' ? null : String(value);
}

/** Our metadata on a provider's object; the ledger decides by `appId` whether we may act on it. */
export function marksOf(metadata: Metadata): Marks {
  return {
    appId: mark(metadata, MARK.app),
    workspaceId: mark(metadata, MARK.user),
    checkoutId: mark(metadata, MARK.checkout),
  };
}
