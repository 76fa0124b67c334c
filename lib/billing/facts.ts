import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import type { Facts, Standing, SubscriptionFact } from './access';
import { planOf } from './plans';
import type { DisputeStatus, PaymentStatus, RefundStatus } from './types';

interface Money {
  readonly status: PaymentStatus;
  readonly amount: bigint;
  readonly refunds: readonly { status: RefundStatus; amount: bigint }[];
  readonly disputes: readonly { status: DisputeStatus }[];
}

const MONEY = {
  status: true,
  amount: true,
  refunds: { select: { status: true, amount: true } },
  disputes: { select: { status: true } },
} as const;

/** How one payment stands. A refund counts from the moment it is asked for; one that failed does not. */
export function standingOf(payment: Money): Standing {
  if (payment.disputes.some((dispute) => dispute.status === 'lost')) return 'charged_back';
  if (payment.amount > 0n && refundedOf(payment.refunds) >= payment.amount) return 'refunded';
  return payment.disputes.some((dispute) => dispute.status === 'open') ? 'disputed' : 'clear';
}

/** Minor units given back or on their way back. */
export function refundedOf(refunds: Money['refunds']): bigint {
  return refunds.reduce((sum, refund) => (refund.status === 'failed' ? sum : sum + refund.amount), 0n);
}

/** A subscription stands as its latest successful payment does; an open dispute on any of them freezes it. */
function standingOfAll(latestFirst: readonly Money[]): Standing {
  const paid = latestFirst.filter((payment) => payment.status === 'succeeded' && payment.amount > 0n);
  const [latest] = paid;
  const standing = latest === undefined ? 'clear' : standingOf(latest);
  return standing === 'clear' && paid.some((payment) => standingOf(payment) === 'disputed') ? 'disputed' : standing;
}

const SUBSCRIPTION = {
  sku: true,
  quantity: true,
  status: true,
  paidUntil: true,
  trialEnd: true,
  cancelAt: true,
  endReason: true,
  pastDueSince: true,
  payments: { select: MONEY, orderBy: { createdAt: 'desc' } },
} as const;

type SubscriptionRow = Omit<SubscriptionFact, 'plan' | 'standing'> & {
  readonly sku: string | null;
  readonly payments: readonly Money[];
};

function toSubscriptionFact({ sku, payments, ...row }: SubscriptionRow): SubscriptionFact {
  return { ...row, plan: planOf(sku) ?? 'free', standing: standingOfAll(payments) };
}

/** The facts about one subscription, for the decision who holds the slot. */
export async function loadSubscriptionFact(tx: Tx, id: string): Promise<SubscriptionFact> {
  return toSubscriptionFact(await tx.subscription.findUniqueOrThrow({ where: { id }, select: SUBSCRIPTION }));
}

/** Everything access is decided from, for rows of the current mode only. A duplicate subscription opens nothing. */
export async function loadFacts(userId: string, client: Tx = db()): Promise<Facts> {
  const { mode } = env().world;
  // One after the other: inside a transaction there is one connection.
  const subscriptions = await client.subscription.findMany({
    where: { userId, mode, duplicateOf: null },
    select: SUBSCRIPTION,
  });
  const grants = await client.grant.findMany({
    where: { userId, mode },
    select: { sku: true, quantity: true, revoked: true, paymentId: true, payment: { select: MONEY } },
  });
  const spent = await client.creditSpend.aggregate({ where: { userId, mode }, _sum: { amount: true } });
  const refunding = await client.operation.findMany({
    where: { userId, mode, kind: 'refund', status: { in: ['planned', 'sent', 'unknown'] } },
    select: { key: true },
  });
  // What is being given back cannot be spent meanwhile.
  const leaving = new Set(refunding.map(({ key }) => key));
  const lifetimes = grants.flatMap(({ sku, payment }) => {
    const plan = planOf(sku);
    return plan === null ? [] : [{ plan, standing: standingOf(payment) }];
  });
  const spendable = grants.filter(
    ({ sku, paymentId, payment }) =>
      planOf(sku) === null && standingOf(payment) !== 'disputed' && !leaving.has(`refund:${paymentId}`),
  );
  const granted = spendable.reduce((sum, grant) => sum + grant.quantity - grant.revoked, 0);
  return {
    subscriptions: subscriptions.map(toSubscriptionFact),
    lifetimes,
    credits: Math.max(0, granted - (spent._sum.amount ?? 0)),
  };
}
