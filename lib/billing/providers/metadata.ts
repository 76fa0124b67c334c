import type { Marks } from './snapshots';

/** The keys of our marks in both providers' metadata. */
export const MARK = {
  app: 'app_id',
  user: 'user_id',
  checkout: 'checkout_id',
  operation: 'operation_id',
  sku: 'sku',
  /** Stripe only: what a card was given for. */
  subscription: 'subscription_id',
  /** Stripe only: what was bought once, so that the payment alone tells it. */
  price: 'price',
  quantity: 'quantity',
} as const;

/** Metadata as the SDKs give it: Stripe's values are strings, Dodo's may be numbers or booleans too. */
export type Metadata = Readonly<Record<string, string | number | boolean>> | null | undefined;

/** One value; null when absent or emptied. */
export function mark(metadata: Metadata, key: (typeof MARK)[keyof typeof MARK]): string | null {
  const value = metadata?.[key];
  return value === undefined || value === '' ? null : String(value);
}

/** Our marks on a provider's object; whether they are ours to act on is decided by `appId` in the ledger. */
export function marksOf(metadata: Metadata): Marks {
  return {
    appId: mark(metadata, MARK.app),
    userId: mark(metadata, MARK.user),
    checkoutId: mark(metadata, MARK.checkout),
  };
}
