import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { type Access, getAccess } from './access';
import { refundedOf } from './facts';
import { isCurrency } from './money';
import { type Interval, isSku, offerOf, PLANS, planOf } from './plans';
import { configuredProviders } from './providers';
import { purchaseName } from './purchase-name';
import { isRefundable } from './refund';
import type { PaymentStatus, Provider, SubscriptionStatus } from './types';

export interface SubscriptionView {
  readonly id: string;
  readonly provider: Provider;
  readonly sku: string | null;
  readonly planName: string;
  readonly interval: Interval | null;
  readonly status: SubscriptionStatus;
  /** Minor units a period. */
  readonly amount: bigint;
  readonly currency: string;
  readonly quantity: number;
  /** The next charge; null when none is coming. */
  readonly renewsAt: Date | null;
  readonly cancelAt: Date | null;
  readonly trialEnd: Date | null;
  readonly paidUntil: Date | null;
  readonly pastDueSince: Date | null;
  readonly pausedAt: Date | null;
  /** The pause that is coming. */
  readonly pausesAt: Date | null;
  /** The plan that takes over by itself, with what its periods cost; null when none is planned. */
  readonly pending: PendingView | null;
}

export interface PendingView {
  readonly name: string;
  readonly interval: Interval | null;
  readonly quantity: number;
  /** Minor units a period; null for a price we do not know. */
  readonly amount: bigint | null;
  readonly at: Date;
}

export interface PaymentView {
  readonly id: string;
  readonly provider: Provider;
  readonly description: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly createdAt: Date;
  readonly refunded: bigint;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  /** The customer may have it back, by themselves, now. */
  readonly refundable: boolean;
}

export interface Overview {
  readonly access: Access;
  readonly subscription: SubscriptionView | null;
  readonly lifetime: boolean;
  readonly credits: number;
  readonly payments: readonly PaymentView[];
  /** Providers with billing pages for this user. */
  readonly portals: readonly Provider[];
  /** Second subscriptions being cancelled and refunded. */
  readonly duplicates: number;
}

const PAYMENTS_SHOWN = 50;

/** Everything the account page says about billing, from the ledger alone. */
export async function billingOverview(userId: string): Promise<Overview> {
  const { mode } = env().world;
  const [granted, subscription, payments, lifetime, customers, duplicates] = await Promise.all([
    getAccess(userId),
    db().subscription.findFirst({ where: { userId, mode, holdsSlot: true } }),
    db().payment.findMany({
      // What was given up before anybody paid (Stripe and Dodo spell it differently) is nothing to show.
      where: { userId, mode, providerStatus: { notIn: ['canceled', 'cancelled'] } },
      orderBy: { createdAt: 'desc' },
      take: PAYMENTS_SHOWN,
      include: { refunds: true, disputes: true, grants: true },
    }),
    db().grant.count({ where: { userId, mode, sku: 'lifetime', revoked: 0 } }),
    db().customer.findMany({ where: { userId, mode, retiredAt: null }, select: { provider: true } }),
    db().subscription.count({ where: { userId, mode, duplicateOf: { not: null }, endedAt: null } }),
  ]);
  const configured = configuredProviders();
  const now = await businessNow();
  return {
    access: granted,
    subscription: subscription === null ? null : toView(subscription),
    lifetime: lifetime > 0,
    credits: granted.credits,
    payments: payments.map((payment) => ({
      id: payment.id,
      provider: payment.provider,
      description: purchaseName(payment.sku, payment.quantity, payment.description),
      amount: payment.amount,
      currency: payment.currency,
      status: payment.status,
      createdAt: payment.createdAt,
      refunded: refundedOf(payment.refunds),
      cardBrand: payment.cardBrand,
      cardLast4: payment.cardLast4,
      refundable: isRefundable(payment, now, granted.credits),
    })),
    portals: customers.map((customer) => customer.provider).filter((provider) => configured.includes(provider)),
    duplicates,
  };
}

type Row = Omit<SubscriptionView, 'planName' | 'interval' | 'renewsAt' | 'pending'> & {
  readonly periodEnd: Date | null;
  readonly pendingSku: string | null;
  readonly pendingQuantity: number | null;
  readonly pendingAt: Date | null;
};

function toView({ periodEnd, pendingSku, pendingQuantity, pendingAt, ...row }: Row): SubscriptionView {
  const plan = planOf(row.sku);
  const offer = row.sku !== null && isSku(row.sku) ? offerOf(row.sku) : null;
  const renews = row.cancelAt === null && row.pausesAt === null && ['active', 'trialing'].includes(row.status);
  return {
    id: row.id,
    provider: row.provider,
    sku: row.sku,
    planName: plan === null ? 'Subscription' : PLANS[plan].name,
    interval: offer?.lane === 'subscription' ? offer.interval : null,
    status: row.status,
    amount: row.amount,
    currency: row.currency,
    quantity: row.quantity,
    renewsAt: renews ? (row.trialEnd !== null && row.status === 'trialing' ? row.trialEnd : periodEnd) : null,
    cancelAt: row.cancelAt,
    trialEnd: row.trialEnd,
    paidUntil: row.paidUntil,
    pastDueSince: row.pastDueSince,
    pausedAt: row.pausedAt,
    pausesAt: row.pausesAt,
    pending:
      pendingAt === null
        ? null
        : { ...toPending(pendingSku, row.currency, pendingQuantity ?? row.quantity), at: pendingAt },
  };
}

function toPending(sku: string | null, currency: string, quantity: number): Omit<PendingView, 'at'> {
  const offer = sku !== null && isSku(sku) ? offerOf(sku) : null;
  if (offer?.lane !== 'subscription' || !isCurrency(currency))
    return { name: 'another plan', interval: null, amount: null, quantity };
  return { name: offer.name, quantity, interval: offer.interval, amount: offer.prices[currency] * BigInt(quantity) };
}
