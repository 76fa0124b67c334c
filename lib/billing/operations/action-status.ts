import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { OperationStatus } from '@/lib/generated/prisma/enums';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import type { OperationKind } from '../ledger/plan-operation';
import { hasDroppedChange } from './dropped-change';

/** What a customer can request on the account page. */
export type CustomerAction = 'change' | 'undo-change' | 'cancel' | 'undo-cancel' | 'refund' | 'pause' | 'resume';

const KINDS: Record<CustomerAction, OperationKind[]> = {
  change: ['change-now', 'change-at-period-end'],
  'undo-change': ['undo-change'],
  cancel: ['schedule-cancel', 'cancel'],
  'undo-cancel': ['undo-cancel'],
  refund: ['refund'],
  pause: ['pause'],
  resume: ['resume'],
};

/**
 * `pending`: it may have been sent and its outcome isn't known yet; the jobs find out. `not-done`: it certainly didn't
 * happen and won't happen later. `change-dropped`: nor did this one, but the scheduled plan change that it would have
 * replaced was canceled.
 */
export type Outcome = 'done' | 'refused' | 'pending' | 'not-done' | 'change-dropped';

const OUTCOMES = {
  planned: 'pending',
  sent: 'pending',
  unknown: 'pending',
  succeeded: 'done',
  refused: 'refused',
  withdrawn: 'not-done',
  stale: 'not-done',
} as const satisfies Record<OperationStatus, Outcome>;

/** Older outcomes aren't shown, in ms of real time. */
const RECENT = 10 * 60_000;

/** The outcome of this person's latest request of this kind, if it was recent; null if there is none. */
export async function recentOutcome(actor: Actor, action: CustomerAction): Promise<Outcome | null> {
  const { mode } = env().payments;
  const asked = await db().operation.findFirst({
    where: {
      ...{ workspaceId: actor.workspaceId, mode, kind: { in: KINDS[action] }, actor: actorName(actor) },
      updatedAt: { gte: new Date(Date.now() - RECENT) },
    },
    orderBy: { createdAt: 'desc' },
    select: { status: true, kind: true, expected: true },
  });
  if (asked === null) return null;
  const outcome = OUTCOMES[asked.status];
  const failed = asked.status === 'withdrawn' || asked.status === 'refused';
  return failed && (await hasDroppedChange(asked)) ? 'change-dropped' : outcome;
}

export function isCustomerAction(word: unknown): word is CustomerAction {
  return typeof word === 'string' && Object.hasOwn(KINDS, word);
}
