import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Prisma } from '@/lib/generated/prisma/client';
import { DISPUTE_MESSAGES, disputeBlock } from '../access/dispute-block';
import { givenBackOf, MONEY, type Money } from '../access/payment-standing';
import { type Closes, closesOf, type RefundEffect, refundEffect } from '../account/refund-effect';
import { LIFETIME_SKUS, PLANS } from '../catalog/plans';
import { requestOperation } from '../operations/request';
import type { RefundLine } from '../providers/requests';
import type { Provider } from '../types';
import { linesOf, type RefundItem, shareOf } from './refund-share';

export interface OperatorRefund {
  /** Our id of the payment or the provider's. */
  readonly payment: string;
  /** Minor units; null means everything that's left. */
  readonly amount: bigint | null;
  /** By purchased item (Dodo). Can't be combined with an amount. */
  readonly items: readonly RefundItem[];
  readonly reason: string | null;
  /** `admin:<id>` or `command line`. */
  readonly actor: string;
}

/** `refused`: it didn't happen; `why` is the provider's message. `pending`: unknown yet; the jobs find out. */
export interface OperatorRefunded {
  readonly state: 'done' | 'refused' | 'pending';
  readonly why: string | null;
  readonly paymentId: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly provider: Provider;
}

/** What a refund would do, to review before making it. */
export interface OperatorRefundTerms {
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly provider: Provider;
  /** Minor units of the payment that have already been refunded, including refunds in progress. */
  readonly givenBack: bigint;
  /** Descriptions of what ends with it; empty if nothing does. */
  readonly closes: readonly string[];
}

/**
 * What `operatorRefund` would close, without a provider call except for the items of a partial refund. Throws what
 * `operatorRefund` throws before sending.
 */
export async function operatorRefundTerms(wanted: Omit<OperatorRefund, 'actor'>): Promise<OperatorRefundTerms> {
  const { payment, share, whole, effect } = await prepare(wanted);
  const { amount } = share;
  const lifetime = await db().grant.count({ where: { paymentId: payment.id, sku: { in: LIFETIME_SKUS }, revoked: 0 } });
  const closes = [
    ...(effect === null ? [] : closing(closesOf(effect), effect)),
    ...(whole && lifetime > 0 ? ['Lifetime access ends now.'] : []),
  ];
  const { currency, provider } = payment;
  return { amount, currency, provider, givenBack: givenBackOf(payment), closes };
}

/** What can be refunded by item; empty where refunds are per payment (Stripe). */
export async function refundableItems(payment: string): Promise<readonly RefundLine[]> {
  return (await linesOf(await paymentOf(payment))) ?? [];
}

function closing(closes: Closes | null, { ends, runs }: RefundEffect): string[] {
  if (closes === null) return [];
  const { name } = PLANS[closes.plan];
  const kept =
    closes.keeps === null
      ? ''
      : ` ${PLANS[closes.keeps.plan].name} with ${closes.keeps.seats === 1 ? '1 seat' : `${closes.keeps.seats} seats`} stays active.`;
  const contract = runs ? 'the subscription keeps running' : 'the subscription has already ended';
  switch (closes.kind) {
    case 'subscription':
      return [`${name} ends now (subscription ${ends}).${kept}`];
    case 'plan':
      return [`Access to ${name} ends now; ${contract}.${kept}`];
    case 'seats':
      return [
        `${closes.seats === 1 ? `1 ${name} seat is` : `${closes.seats} ${name} seats are`} removed now; ${contract}.`,
      ];
  }
}

async function prepare(wanted: Omit<OperatorRefund, 'actor'>) {
  const payment = await paymentOf(wanted.payment);
  const share = await shareOf(payment, wanted);
  const whole = share.amount === payment.amount - givenBackOf(payment);
  return { payment, share, whole, effect: whole ? await refundEffect(payment) : null };
}

/**
 * Refunds a payment, fully or partially. Never more than was paid: the amount is checked under the owner's lock against
 * every refund that's done or in progress, and only one refund per payment is in progress at a time. A full refund of
 * any payment for a subscription's current period ends the subscription now. A payment that is disputed or was charged
 * back is never refunded, also when the dispute is opened in the meantime. Throws not-found (404),
 * billing/not-refundable or billing/in-progress (409), request/invalid (422), billing/provider-unavailable (503).
 */
export async function operatorRefund(wanted: OperatorRefund): Promise<OperatorRefunded> {
  const { payment, share, whole, effect } = await prepare(wanted);
  const params = {
    paymentExternalId: payment.externalId,
    endsSubscription: effect?.ends ?? null,
    share: {
      amount: whole && givenBackOf(payment) === 0n ? null : String(share.amount),
      items: share.items.map(({ id, amount }) => ({ id, amount: String(amount) })),
      reason: wanted.reason,
    },
  };
  const { id, workspaceId, provider, currency } = payment;
  const { amount } = share;
  const { actor, reason } = wanted;
  const asked = await requestOperation(
    {
      ...{ workspaceId, provider, kind: 'refund', key: `refund:${id}`, params, actor },
      // What the amount was calculated from, however stale the ledger was at the time.
      shown: { refunded: String(givenBackOf(payment)) },
    },
    async (tx, operationId) => {
      const now = await tx.payment.findUniqueOrThrow({ where: { id }, select: MONEY });
      assertNotDisputed(now);
      if (amount > now.amount - givenBackOf(now)) throw appError('billing/not-refundable');
      const detail = { operationId, amount: String(amount), currency, items: params.share.items, reason };
      await audit({ actor, action: 'payment.refund-asked', target: id, detail }, tx);
    },
  );
  if (asked === null) throw appError('billing/in-progress');
  // The ledger was brought up to date just before sending: it shows a dispute that was opened meanwhile.
  if (asked.status === 'stale')
    assertNotDisputed(await db().payment.findUniqueOrThrow({ where: { id }, select: MONEY }));
  const pending = asked.status === 'sent' || asked.status === 'unknown';
  const state = asked.status === 'succeeded' ? 'done' : pending ? 'pending' : 'refused';
  return { state, why: asked.error, paymentId: id, amount, currency, provider };
}

function assertNotDisputed({ disputes }: Pick<Money, 'disputes'>): void {
  const disputed = disputeBlock(disputes);
  if (disputed !== null) throw appError('billing/not-refundable', { message: DISPUTE_MESSAGES[disputed] });
}

type Refunding = Prisma.PaymentGetPayload<{ include: { refunds: true; disputes: true } }>;

async function paymentOf(id: string): Promise<Refunding> {
  const { mode } = env().payments;
  const payment = await db().payment.findFirst({
    where: { mode, OR: [{ id }, { provider: { in: ['stripe', 'dodo'] }, externalId: id }] },
    include: { refunds: true, disputes: true },
  });
  if (payment === null) throw appError('not-found');
  if (payment.status !== 'succeeded')
    throw appError('billing/not-refundable', { message: 'This payment collected no money.' });
  assertNotDisputed(payment);
  return payment;
}
