import { audit } from '@/lib/audit';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { AppError, appError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import { cancelKind } from '../account/cancel';
import { type CancelTerms, cancelTermsOf } from '../account/cancel-terms';
import { actOnContract } from '../operations/act-on-contract';
import { verifyTerms } from '../operations/shown-terms';
import { LIVE } from '../types';

/** `now` ends access immediately without a refund; `period_end` keeps access until the paid period ends. */
export type CancelWhen = 'now' | 'period_end';

export interface OperatorCancelTerms extends CancelTerms {
  readonly subscription: Subscription;
  /** Whether it can end with its period; a subscription that isn't paid can only end now. */
  readonly canRunOut: boolean;
}

/** What an operator can cancel: subscriptions of ours that run, the current one first, then the oldest. */
export async function cancelableSubscriptions(workspaceId: string): Promise<Subscription[]> {
  const rows = await db().subscription.findMany({
    where: { workspaceId, mode: env().payments.mode, status: { in: [...LIVE] }, origin: { not: 'foreign' } },
    orderBy: [{ isCurrent: 'desc' }, { createdAt: 'asc' }, { externalId: 'asc' }],
  });
  return rows.filter(({ status }) => cancelKind(status) !== null);
}

/**
 * What canceling a customer's subscription would do; `chosen` is our id or the provider's, and may be null if only one
 * runs. Throws billing/no-subscription (409), and request/invalid (422) if several run and none is chosen.
 */
export async function operatorCancelTerms(workspaceId: string, chosen: string | null): Promise<OperatorCancelTerms> {
  const running = await cancelableSubscriptions(workspaceId);
  if (chosen === null && running.length > 1)
    throw appError('request/invalid', { message: 'Several subscriptions are running. Choose one.' });
  const subscription = running.find(({ id, externalId }) => chosen === null || id === chosen || externalId === chosen);
  if (subscription === undefined) throw appError('billing/no-subscription');
  const terms = await cancelTermsOf(subscription);
  return { ...terms, subscription, canRunOut: cancelKind(subscription.status) === 'period_end' };
}

interface OperatorCancel {
  readonly workspaceId: string;
  readonly when: CancelWhen;
  /** `CancelTerms.terms`: what the operator was shown. */
  readonly terms: string;
  readonly reason: string;
  /** `admin:<id>` or `command line`. */
  readonly actor: string;
}

/**
 * Cancels the subscription whose terms the operator was shown, and records who did it and why. Throws billing/no-subscription,
 * billing/not-changeable, billing/preview-expired or billing/in-progress (409), and provider errors.
 */
export async function operatorCancel({ workspaceId, when, terms, reason, actor }: OperatorCancel): Promise<void> {
  const shown = verifyTerms(terms, workspaceId, 'cancel-now', await businessNow());
  const { mode } = env().payments;
  const held = await db().subscription.findFirst({ where: { id: shown.contract.id, workspaceId, mode } });
  if (held === null || held.origin === 'foreign') throw appError('billing/no-subscription');
  const possible = cancelKind(held.status);
  if (possible === null || (when === 'period_end' && possible === 'now')) throw appError('billing/not-changeable');
  const entry = { actor, target: held.id, detail: { when, reason } };
  try {
    await actOnContract(held, when === 'now' ? 'cancel' : 'schedule-cancel', { terms: shown, actor, chosen: true });
    await audit({ ...entry, action: 'cancel.requested' });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const action = error.code === 'billing/in-progress' ? 'cancel.requested' : 'cancel.refused';
    await audit({ ...entry, action, detail: { when, reason, code: error.code } });
    throw error;
  }
}
