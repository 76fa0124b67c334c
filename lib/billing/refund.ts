import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Payment, Prisma } from '@/lib/generated/prisma/client';
import { act } from './act';
import { loadFacts, standingOf } from './facts';

/** A customer may have a payment back, in full, within this many days. */
export const REFUND_DAYS = 14;
const DAY = 86_400_000;

type Refundable = Prisma.PaymentGetPayload<{ include: { refunds: true; disputes: true; grants: true } }>;

/** Whether the customer may have this payment back now, by themselves: within the window, untouched, credits unspent. */
export function isRefundable(payment: Refundable, now: Date, creditsLeft: number): boolean {
  if (payment.status !== 'succeeded' || payment.amount === 0n) return false;
  if (payment.refunds.some((refund) => refund.status !== 'failed') || standingOf(payment) !== 'clear') return false;
  const paidAt = payment.paidAt ?? payment.createdAt;
  if (now.getTime() - paidAt.getTime() > REFUND_DAYS * DAY) return false;
  const credits = payment.grants.filter((grant) => grant.sku === 'credits');
  return credits.every((grant) => grant.quantity - grant.revoked <= creditsLeft);
}

/**
 * Gives a customer's own payment back in full. The latest payment of a subscription takes the subscription with it,
 * now. Raises not-found (404) for anybody else's payment, billing/not-refundable (409) outside the rules above.
 */
export async function requestRefund(userId: string, paymentId: string): Promise<void> {
  const { mode } = env().world;
  const payment = await db().payment.findFirst({
    where: { id: paymentId, userId, mode },
    include: { refunds: true, disputes: true, grants: true },
  });
  if (payment === null) throw appError('not-found');
  const now = await businessNow();
  await act(
    {
      userId,
      provider: payment.provider,
      kind: 'refund',
      key: `refund:${payment.id}`,
      params: { paymentExternalId: payment.externalId, endsSubscription: await endedWith(payment) },
      actor: `user:${userId}`,
    },
    async (tx) => {
      // Under the lock that spending takes too: credits cannot be spent and given back at once.
      const { credits } = await loadFacts(userId, tx);
      if (!isRefundable(payment, now, credits)) throw appError('billing/not-refundable');
    },
  );
}

/**
 * The provider's id of the subscription that ends with its latest payment's refund. Part of the operation, so that it
 * ends too when the refund becomes certain only later.
 */
export async function endedWith(payment: Payment): Promise<string | null> {
  if (payment.subscriptionId === null) return null;
  const subscription = await db().subscription.findUnique({ where: { id: payment.subscriptionId } });
  if (subscription === null || subscription.status === 'ended') return null;
  return (await latestPaymentOf(subscription.id))?.id === payment.id ? subscription.externalId : null;
}

/** The payment that pays for a subscription now. */
export async function latestPaymentOf(subscriptionId: string): Promise<Payment | null> {
  return db().payment.findFirst({
    where: { subscriptionId, status: 'succeeded', amount: { gt: 0 } },
    orderBy: { createdAt: 'desc' },
  });
}
