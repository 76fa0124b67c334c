import { businessNow } from '@/lib/clock';
import { appError } from '@/lib/errors';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { actOnContract } from '../operations/act-on-contract';
import { currentSubscription } from '../operations/request';
import { verifyTerms } from '../operations/shown-terms';
import type { CancelFeedback, CancelReason } from '../providers/requests';
import type { SubscriptionStatus } from '../types';

/** The reasons both providers know, in the order they are offered. */
export const FEEDBACK = [
  'too_expensive',
  'missing_features',
  'unused',
  'switched_service',
  'too_complex',
  'low_quality',
  'customer_service',
  'other',
] as const satisfies readonly CancelFeedback[];

/** Nothing is paid here that could be used up: such a subscription ends when the customer says so. */
const UNPAID: readonly SubscriptionStatus[] = ['past_due', 'unpaid', 'paused'];

/** How a subscription in this state is canceled: after the paid period, immediately, or not at all. */
export function cancelKind(status: SubscriptionStatus): 'period_end' | 'now' | null {
  if (status === 'active' || status === 'trialing') return 'period_end';
  return UNPAID.includes(status) ? 'now' : null;
}

/**
 * Lets the subscription run out. Access stays until then. `shown` is what the page sealed: a period that has been renewed
 * since is shown first; null acts on the ledger as it is. Raises billing/no-subscription, billing/not-changeable,
 * billing/preview-expired or billing/in-progress (409).
 */
export async function cancelAtPeriodEnd(
  actor: Actor,
  { feedback, comment }: CancelReason,
  shown: string | null = null,
): Promise<void> {
  const held = await currentSubscription(actor.workspaceId);
  if (cancelKind(held.status) !== 'period_end') throw appError('billing/not-changeable');
  const terms = shown === null ? null : verifyTerms(shown, actor.workspaceId, 'cancel', await businessNow());
  await actOnContract(held, 'schedule-cancel', { actor: actorName(actor), terms, params: { feedback, comment } });
}

/**
 * Ends a subscription immediately, without a refund. `shown` is what the page sealed: what was paid meanwhile is not
 * taken away unseen. Raises billing/no-subscription, billing/not-changeable, billing/preview-expired or
 * billing/in-progress (409).
 */
export async function cancelNow(actor: Actor, shown: string): Promise<void> {
  const held = await currentSubscription(actor.workspaceId);
  if (cancelKind(held.status) === null) throw appError('billing/not-changeable');
  const terms = verifyTerms(shown, actor.workspaceId, 'cancel-now', await businessNow());
  await actOnContract(held, 'cancel', { actor: actorName(actor), terms });
}

/** Undoes a scheduled cancellation. Raises billing/no-subscription (409). */
export async function undoCancel(actor: Actor): Promise<void> {
  const held = await currentSubscription(actor.workspaceId);
  if (held.status === 'ended') throw appError('billing/no-subscription');
  await actOnContract(held, 'undo-cancel', { actor: actorName(actor) });
}
