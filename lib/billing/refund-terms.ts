import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { loadFacts, refundedOf } from './facts';
import { PLANS, planOf } from './plans';
import { purchaseName } from './purchase-name';
import { isRefundable, latestPaymentOf } from './refund';

export interface RefundTerms {
  readonly paymentId: string;
  readonly description: string;
  /** Minor units: what was paid and would come back, all of it. */
  readonly amount: bigint;
  readonly currency: string;
  readonly paidAt: Date;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly refundable: boolean;
  /** Given back or on its way already, minor units. */
  readonly refunded: bigint;
  /** What closes with it: the running subscription, Lifetime, or nothing. */
  readonly closes: { readonly kind: 'subscription' | 'lifetime'; readonly plan: string } | null;
  /** Credits taken back. */
  readonly credits: number;
  /** Credits of this payment that have been spent, which is why it cannot come back. */
  readonly spent: boolean;
}

/** Exactly what a refund of this payment would mean. Raises not-found (404) for anybody else's payment. */
export async function refundTerms(userId: string, paymentId: string): Promise<RefundTerms> {
  const { mode } = env().world;
  const payment = await db().payment.findFirst({
    where: { id: paymentId, userId, mode },
    include: { refunds: true, disputes: true, grants: true, subscription: true },
  });
  if (payment === null) throw appError('not-found');
  const [now, { credits: left }, latest] = await Promise.all([
    businessNow(),
    loadFacts(userId),
    payment.subscriptionId === null ? null : latestPaymentOf(payment.subscriptionId),
  ]);
  const credits = payment.grants
    .filter((grant) => grant.sku === 'credits')
    .reduce((sum, grant) => sum + grant.quantity - grant.revoked, 0);
  const ends = latest?.id === payment.id && payment.subscription?.status !== 'ended';
  const plan = PLANS[planOf(ends ? (payment.subscription?.sku ?? null) : payment.sku) ?? 'free'].name;
  const kind = ends ? 'subscription' : payment.grants.some((grant) => grant.sku === 'lifetime') ? 'lifetime' : null;
  return {
    paymentId: payment.id,
    description: purchaseName(payment.sku, payment.quantity, payment.description),
    amount: payment.amount,
    currency: payment.currency,
    paidAt: payment.paidAt ?? payment.createdAt,
    cardBrand: payment.cardBrand,
    cardLast4: payment.cardLast4,
    refundable: isRefundable(payment, now, left),
    refunded: refundedOf(payment.refunds),
    closes: kind === null ? null : { kind, plan },
    credits,
    spent: credits > left,
  };
}
