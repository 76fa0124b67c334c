import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Payment, Prisma } from '@/lib/generated/prisma/client';
import { ask } from './act';
import { refundedOf } from './facts';
import { endedWith } from './refund';
import { type RefundItem, shareOf } from './refund-share';

export interface OperatorRefund {
  /** Our id of the payment, or the provider's. */
  readonly payment: string;
  /** Minor units; null is everything that is left. */
  readonly amount: bigint | null;
  /** By the thing that was bought (Dodo). Not together with an amount. */
  readonly items: readonly RefundItem[];
  readonly reason: string | null;
  /** `admin:<id>` or `command line`. */
  readonly actor: string;
}

/** `refused`: the provider said no, in its own words. `pending`: nobody knows yet; the jobs find out. */
export interface OperatorRefunded {
  readonly state: 'done' | 'refused' | 'pending';
  readonly why: string | null;
  readonly paymentId: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
}

/**
 * Gives a payment back, wholly or in part. Never more than was paid: the amount is checked under the owner's lock
 * against every refund that is done or on its way, and only one refund of a payment is under way at a time. A refund of
 * everything, of a subscription's latest payment, ends the subscription now. Raises not-found (404),
 * billing/not-refundable or billing/in-progress (409), request/invalid (422), billing/provider-unavailable (503).
 */
export async function operatorRefund(wanted: OperatorRefund): Promise<OperatorRefunded> {
  const payment = await paymentOf(wanted.payment);
  const share = await shareOf(payment, wanted);
  const whole = share.amount === payment.amount - refundedOf(payment.refunds);
  const params = {
    paymentExternalId: payment.externalId,
    endsSubscription: whole ? await endedWith(payment) : null,
    share: {
      amount: whole && payment.refunds.length === 0 ? null : String(share.amount),
      items: share.items.map(({ id, amount }) => ({ id, amount: String(amount) })),
      reason: wanted.reason,
    },
  };
  const { id, userId, provider, currency } = payment;
  const { amount } = share;
  const { actor, reason } = wanted;
  const asked = await ask(
    { userId, provider, kind: 'refund', key: `refund:${id}`, params, actor },
    async (tx, operationId) => {
      const refunds = await tx.refund.findMany({ where: { paymentId: id }, select: { status: true, amount: true } });
      if (amount > payment.amount - refundedOf(refunds)) throw appError('billing/not-refundable');
      const detail = { operationId, amount: String(amount), currency, items: params.share.items, reason };
      await audit({ actor, action: 'payment.refund-asked', target: id, detail }, tx);
    },
  );
  if (asked === null) throw appError('billing/in-progress');
  const state = asked.status === 'succeeded' ? 'done' : asked.status === 'refused' ? 'refused' : 'pending';
  return { state, why: asked.error, paymentId: id, amount, currency };
}

async function paymentOf(id: string): Promise<Payment & { refunds: Prisma.RefundGetPayload<object>[] }> {
  const { mode } = env().world;
  const payment = await db().payment.findFirst({
    where: { mode, OR: [{ id }, { externalId: id }] },
    include: { refunds: true },
  });
  if (payment === null) throw appError('not-found');
  if (payment.status !== 'succeeded')
    throw appError('billing/not-refundable', { words: 'This payment took no money.' });
  return payment;
}
