import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { OperationKind } from './ledger/operation';

/** What a customer can ask for on the account page. */
export type Deed = 'change' | 'undo-change' | 'cancel' | 'undo-cancel' | 'refund' | 'pause' | 'resume';

const KINDS: Record<Deed, OperationKind[]> = {
  change: ['change-now', 'change-at-period-end'],
  'undo-change': ['undo-change'],
  cancel: ['schedule-cancel', 'cancel'],
  'undo-cancel': ['undo-cancel'],
  refund: ['refund'],
  pause: ['pause'],
  resume: ['resume'],
};

/** `pending`: sent or to be sent, and nobody knows yet; the jobs find out. */
export type Outcome = 'done' | 'refused' | 'pending';

/** Older news is no news, in ms of real time. */
const RECENT = 10 * 60_000;

/** What became of what this person asked for last, if that was just now; null when they asked for nothing of the kind. */
export async function recentOutcome(userId: string, deed: Deed): Promise<Outcome | null> {
  const { mode } = env().world;
  const asked = await db().operation.findFirst({
    where: {
      ...{ userId, mode, kind: { in: KINDS[deed] }, actor: `user:${userId}` },
      updatedAt: { gte: new Date(Date.now() - RECENT) },
    },
    orderBy: { createdAt: 'desc' },
    select: { status: true },
  });
  if (asked === null) return null;
  return asked.status === 'succeeded' ? 'done' : asked.status === 'refused' ? 'refused' : 'pending';
}

export function isDeed(word: unknown): word is Deed {
  return typeof word === 'string' && Object.hasOwn(KINDS, word);
}
