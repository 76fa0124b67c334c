import type * as Enums from '@/lib/generated/prisma/enums';

// The normalized vocabulary, defined once in prisma/schema.prisma.
export type Provider = Enums.Provider;
export type Mode = Enums.Mode;
export type SubscriptionStatus = Enums.SubscriptionStatus;
export type PaymentStatus = Enums.PaymentStatus;
export type RefundStatus = Enums.RefundStatus;
export type DisputeStatus = Enums.DisputeStatus;
export type EndReason = Enums.EndReason;
export type InvoiceStatus = Enums.InvoiceStatus;
export type CollectionMethod = Enums.CollectionMethod;
export type IntervalUnit = Enums.IntervalUnit;
export type SubscriptionOrigin = Enums.SubscriptionOrigin;

/** A contract that runs at the provider, whether or not it opens anything. */
export const LIVE = [
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
] as const satisfies readonly SubscriptionStatus[];

export function isLive(status: SubscriptionStatus): boolean {
  return LIVE.some((live) => live === status);
}

/** A contract for whose time money is owed: a new card is charged immediately. */
export const OWING = ['past_due', 'unpaid'] as const satisfies readonly SubscriptionStatus[];

export function isOwing(status: SubscriptionStatus): boolean {
  return OWING.some((owing) => owing === status);
}
