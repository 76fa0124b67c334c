import type { Subscription } from '@/lib/generated/prisma/client';
import { INTERVALS } from '../catalog/intervals';
import { type Interval, isSku, offerOf, PLANS, planOf } from '../catalog/plans';
import { storedItems } from '../ledger/contract';
import { inUnitsOf, isCurrency } from '../money';
import type { BillingInterval } from '../providers/snapshots';
import type { Provider, SubscriptionStatus } from '../types';

export interface SubscriptionView {
  readonly id: string;
  readonly workspaceId: string;
  readonly provider: Provider;
  readonly sku: string | null;
  readonly planName: string;
  /** The interval of our catalog; null for a price that we don't sell. */
  readonly interval: Interval | null;
  /** The interval of the price itself; null when unknown. */
  readonly every: BillingInterval | null;
  readonly status: SubscriptionStatus;
  /** Minor units per period: all items, after discounts and before tax. */
  readonly amount: bigint;
  readonly currency: string;
  /** Seats of the plan. */
  readonly quantity: number;
  /** Number of items besides the plan, such as add-ons. */
  readonly otherItems: number;
  /** End of the current period, or of the trial, when the subscription continues after it; null when it doesn't. */
  readonly renewsAt: Date | null;
  /** The next charge as the provider will make it, in minor units with tax and discounts; null when none is coming. */
  readonly nextCharge: { readonly at: Date; readonly amount: bigint | null } | null;
  /** Whether the merchant has paused collecting payments; the service continues. */
  readonly collectionPaused: boolean;
  /** Whether the customer pays invoices themselves. */
  readonly byInvoice: boolean;
  readonly cancelAt: Date | null;
  readonly trialEnd: Date | null;
  readonly paidUntil: Date | null;
  readonly pastDueSince: Date | null;
  readonly pausedAt: Date | null;
  /** Start of a scheduled pause. */
  readonly pausesAt: Date | null;
  /** The plan that follows automatically; null when no change is scheduled. */
  readonly pending: PendingView | null;
}

export interface PendingView {
  readonly name: string;
  readonly planName: string | null;
  readonly interval: Interval | null;
  readonly quantity: number;
  /** Minor units per period; null for a price we don't know. */
  readonly amount: bigint | null;
  readonly at: Date;
}

/** What the account page shows of a subscription's contract and its next charge. Pure. */
export function toSubscriptionView(row: Subscription): SubscriptionView {
  const plan = planOf(row.sku);
  const offer = row.sku !== null && isSku(row.sku) ? offerOf(row.sku) : null;
  const every = row.interval === null ? null : { unit: row.interval, count: row.intervalCount ?? 1 };
  const sold = offer?.kind === 'subscription' ? offer.interval : null;
  const listed = sold === null ? null : { unit: INTERVALS[sold].unit, count: INTERVALS[sold].count };
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    provider: row.provider,
    sku: row.sku,
    planName: plan === null ? 'Subscription' : PLANS[plan].name,
    interval: every !== null && (every.unit !== listed?.unit || every.count !== listed.count) ? null : sold,
    every: every ?? listed,
    status: row.status,
    amount: row.amount,
    currency: row.currency,
    quantity: row.quantity,
    otherItems: Math.max(0, storedItems(row.items).length - 1),
    renewsAt: renewalOf(row),
    nextCharge: nextChargeOf(row),
    collectionPaused: row.collectionPause !== null,
    byInvoice: row.collection === 'invoice',
    cancelAt: row.cancelAt,
    trialEnd: row.trialEnd,
    paidUntil: row.paidUntil,
    pastDueSince: row.pastDueSince,
    pausedAt: row.pausedAt,
    pausesAt: row.pausesAt,
    pending: pendingOf(row),
  };
}

function continues({ cancelAt, pausesAt, status }: Subscription): boolean {
  return cancelAt === null && pausesAt === null && (status === 'active' || status === 'trialing');
}

function renewalOf(row: Subscription): Date | null {
  if (!continues(row)) return null;
  return row.status === 'trialing' ? (row.trialEnd ?? row.periodEnd) : row.periodEnd;
}

/** The provider's preview counts, also when a later end is scheduled. Without a preview, the price of the plan. */
function nextChargeOf(row: Subscription): SubscriptionView['nextCharge'] {
  const { nextChargeAt: at, nextChargeAmount, cancelAt, pausesAt, collectionPause } = row;
  if (collectionPause !== null) return null;
  const renewal = renewalOf(row);
  if (at === null) return renewal === null ? null : { at: renewal, amount: pendingOf(row)?.amount ?? row.amount };
  const stops = [cancelAt, pausesAt].some((stop) => stop !== null && stop <= at);
  return stops ? null : { at: dayOfCharge(at, renewal), amount: nextChargeAmount };
}

/**
 * Longer than Stripe takes from the end of a period to its charge, about an hour, in ms
 * (docs.stripe.com/invoicing/integration/automatic-advancement-collection).
 */
const UNTIL_CHARGED = 2 * 3_600_000;

/** A renewal and its charge are one event for customers, who read the same day for both. */
function dayOfCharge(at: Date, renewal: Date | null): Date {
  const delay = renewal === null ? -1 : at.getTime() - renewal.getTime();
  return renewal !== null && delay >= 0 && delay <= UNTIL_CHARGED ? renewal : at;
}

function pendingOf({
  pendingSku,
  pendingQuantity,
  pendingAt,
  quantity,
  currency,
  provider,
}: Subscription): PendingView | null {
  if (pendingAt === null) return null;
  const offer = pendingSku !== null && isSku(pendingSku) ? offerOf(pendingSku) : null;
  const seats = pendingQuantity ?? quantity;
  if (offer?.kind !== 'subscription' || !isCurrency(currency))
    return { name: 'another plan', planName: null, interval: null, amount: null, quantity: seats, at: pendingAt };
  const amount = inUnitsOf(provider, offer.prices[currency], currency) * BigInt(seats);
  return {
    name: offer.name,
    planName: PLANS[offer.plan].name,
    quantity: seats,
    interval: offer.interval,
    amount,
    at: pendingAt,
  };
}
