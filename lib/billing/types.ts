import type * as Enums from '@/lib/generated/prisma/enums';

// The normalised vocabulary, defined once in prisma/schema.prisma.
export type Provider = Enums.Provider;
export type Mode = Enums.Mode;
export type SubscriptionStatus = Enums.SubscriptionStatus;
export type PaymentStatus = Enums.PaymentStatus;
export type RefundStatus = Enums.RefundStatus;
export type DisputeStatus = Enums.DisputeStatus;
export type EndReason = Enums.EndReason;
