import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { appError } from '@/lib/errors';
import { heldSubscription } from './act';
import { cancelKind } from './cancel';
import { isOwing } from './card';
import { PLANS, planOf } from './plans';
import { isRefundable } from './refund';

export interface CancelTerms {
  readonly plan: string;
  /** Sent back with the confirmation: until when it is paid, as shown. */
  readonly paidUntil: Date | null;
  /** What is given up: the trial, time that was paid for, or nothing that is open. */
  readonly loses: { readonly kind: 'trial' | 'paid'; readonly until: Date } | null;
  readonly owing: boolean;
  readonly paused: boolean;
  /** The latest payment, when it may come back with the end. Minor units. */
  readonly refund: { readonly paymentId: string; readonly amount: bigint; readonly currency: string } | null;
}

/** What ending the subscription at once would mean. Raises billing/no-subscription or billing/not-changeable (409). */
export async function cancelTerms(userId: string): Promise<CancelTerms> {
  const held = await heldSubscription(userId);
  if (cancelKind(held.status) === null) throw appError('billing/not-changeable');
  const [now, latest] = await Promise.all([
    businessNow(),
    db().payment.findFirst({
      where: { subscriptionId: held.id, status: 'succeeded', amount: { gt: 0 } },
      orderBy: { createdAt: 'desc' },
      include: { refunds: true, disputes: true, grants: true },
    }),
  ]);
  const until = held.status === 'trialing' ? (held.trialEnd ?? held.paidUntil) : held.paidUntil;
  const open = until !== null && now < until;
  return {
    plan: PLANS[planOf(held.sku) ?? 'free'].name,
    paidUntil: held.paidUntil,
    loses: open ? { kind: held.status === 'trialing' ? 'trial' : 'paid', until } : null,
    owing: isOwing(held.status),
    paused: held.status === 'paused',
    refund:
      latest !== null && isRefundable(latest, now, 0)
        ? { paymentId: latest.id, amount: latest.amount, currency: latest.currency }
        : null,
  };
}
