import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { type Access, getAccess } from './access';
import { refundedOf } from './facts';
import { type Interval, isSku, offerOf, PLANS, planOf } from './plans';
import { configuredProviders } from './providers';
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
      where: { userId, mode },
      orderBy: { createdAt: 'desc' },
      take: PAYMENTS_SHOWN,
      include: { refunds: true },
    }),
    db().grant.count({ where: { userId, mode, sku: 'lifetime', revoked: 0 } }),
    db().customer.findMany({ where: { userId, mode, retiredAt: null }, select: { provider: true } }),
    db().subscription.count({ where: { userId, mode, duplicateOf: { not: null }, endedAt: null } }),
  ]);
  const configured = configuredProviders();
  return {
    access: granted,
    subscription: subscription === null ? null : toView(subscription),
    lifetime: lifetime > 0,
    credits: granted.credits,
    payments: payments.map(({ refunds, ...payment }) => ({
      id: payment.id,
      provider: payment.provider,
      description: nameOf(payment.sku, payment.quantity, payment.description),
      amount: payment.amount,
      currency: payment.currency,
      status: payment.status,
      createdAt: payment.createdAt,
      refunded: refundedOf(refunds),
      cardBrand: payment.cardBrand,
      cardLast4: payment.cardLast4,
    })),
    portals: customers.map((customer) => customer.provider).filter((provider) => configured.includes(provider)),
    duplicates,
  };
}

type Row = Omit<SubscriptionView, 'planName' | 'interval' | 'renewsAt'> & { readonly periodEnd: Date | null };

function toView({ periodEnd, ...row }: Row): SubscriptionView {
  const plan = planOf(row.sku);
  const offer = row.sku !== null && isSku(row.sku) ? offerOf(row.sku) : null;
  const renews = row.cancelAt === null && ['active', 'trialing'].includes(row.status);
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
  };
}

function nameOf(sku: string | null, quantity: number, fallback: string | null): string {
  if (sku === null || !isSku(sku)) return fallback ?? 'Payment';
  const { name } = offerOf(sku);
  return quantity > 1 ? `${quantity} × ${name}` : name;
}
