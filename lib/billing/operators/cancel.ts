import { audit } from '@/lib/audit';
import { businessNow } from '@/lib/clock';
import { AppError, appError } from '@/lib/errors';
import { cancelKind } from '../account/cancel';
import { type CancelTerms, cancelTerms } from '../account/cancel-terms';
import { actOnContract } from '../operations/act-on-contract';
import { currentSubscription } from '../operations/request';
import { openTerms } from '../operations/shown-terms';

/** `now` ends access immediately without a refund; `period_end` keeps access until the paid period ends. */
export type CancelWhen = 'now' | 'period_end';

export interface OperatorCancelTerms extends CancelTerms {
  /** Whether it can end with its period; a subscription that isn't paid can only end now. */
  readonly canRunOut: boolean;
}

/** What canceling a customer's subscription would do. Throws billing/no-subscription, billing/not-changeable (409). */
export async function operatorCancelTerms(userId: string): Promise<OperatorCancelTerms> {
  const [terms, held] = await Promise.all([cancelTerms(userId), currentSubscription(userId)]);
  return { ...terms, canRunOut: cancelKind(held.status) === 'period_end' };
}

interface OperatorCancel {
  readonly userId: string;
  readonly when: CancelWhen;
  /** `CancelTerms.terms`: what the operator was shown. */
  readonly terms: string;
  readonly reason: string;
  /** `admin:<id>` or `command line`. */
  readonly actor: string;
}

/**
 * Cancels a customer's subscription for them and records who did it and why. Throws billing/no-subscription,
 * billing/not-changeable, billing/preview-expired or billing/in-progress (409), and provider errors.
 */
export async function operatorCancel({ userId, when, terms, reason, actor }: OperatorCancel): Promise<void> {
  const held = await currentSubscription(userId);
  const possible = cancelKind(held.status);
  if (possible === null || (when === 'period_end' && possible === 'now')) throw appError('billing/not-changeable');
  const shown = openTerms(terms, userId, 'cancel-now', await businessNow());
  const entry = { actor, target: held.id, detail: { when, reason } };
  try {
    await actOnContract(held, when === 'now' ? 'cancel' : 'schedule-cancel', { terms: shown, actor });
    await audit({ ...entry, action: 'cancel.requested' });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const action = error.code === 'billing/in-progress' ? 'cancel.requested' : 'cancel.refused';
    await audit({ ...entry, action, detail: { when, reason, code: error.code } });
    throw error;
  }
}
