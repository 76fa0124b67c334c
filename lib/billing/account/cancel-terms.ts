import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { appError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import { planNameOf } from '../catalog/plans';
import { currentSubscription } from '../operations/request';
import { signContract } from '../operations/shown-terms';
import { isOwing, type Provider } from '../types';
import { cancelKind } from './cancel';
import { REFUNDABLE, refundRules } from './refund-rules';

export interface CancelTerms {
  readonly plan: string;
  readonly paidUntil: Date | null;
  /** Sent back with the confirmation: these terms, sealed. */
  readonly terms: string;
  /** What the customer loses: the trial, paid time, or nothing. */
  readonly loses: { readonly kind: 'trial' | 'paid'; readonly until: Date } | null;
  readonly owing: boolean;
  readonly paused: boolean;
  /** The latest payment, when it may come back with the end. Minor units. */
  readonly refund: {
    readonly paymentId: string;
    readonly amount: bigint;
    readonly currency: string;
    readonly provider: Provider;
  } | null;
}

/** What canceling the subscription immediately would mean. Raises billing/no-subscription or billing/not-changeable (409). */
export async function cancelTerms(workspaceId: string): Promise<CancelTerms> {
  return cancelTermsOf(await currentSubscription(workspaceId));
}

/** `cancelTerms` for one subscription. Raises billing/not-changeable (409). */
export async function cancelTermsOf(held: Subscription): Promise<CancelTerms> {
  if (cancelKind(held.status) === null) throw appError('billing/not-changeable');
  const [now, latest] = await Promise.all([
    businessNow(),
    db().payment.findFirst({
      where: { subscriptionId: held.id, status: 'succeeded', amount: { gt: 0 } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      ...REFUNDABLE,
    }),
  ]);
  const until = held.status === 'trialing' ? (held.trialEnd ?? held.paidUntil) : held.paidUntil;
  const open = until !== null && now < until;
  return {
    plan: planNameOf(held.sku),
    paidUntil: held.paidUntil,
    terms: signContract(held, 'cancel-now', now),
    loses: open ? { kind: held.status === 'trialing' ? 'trial' : 'paid', until } : null,
    owing: isOwing(held.status),
    paused: held.status === 'paused',
    refund:
      latest !== null && (await refundRules(held.workspaceId, now))(latest) === null
        ? { paymentId: latest.id, amount: latest.amount, currency: latest.currency, provider: latest.provider }
        : null,
  };
}

/** What the page that lets a subscription run out shows of it, sealed. Raises billing/no-subscription (409). */
export async function signCancellation(workspaceId: string): Promise<string> {
  return signContract(await currentSubscription(workspaceId), 'cancel', await businessNow());
}
