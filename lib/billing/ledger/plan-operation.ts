import { z } from 'zod';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { Provider } from '../types';
import { alertHeld, whyHeld } from './brakes';
import type { LedgerContext } from './context';
import { operationSubject } from './operation-subject';

export type OperationKind =
  | 'customer'
  | 'customer-details'
  | 'cancel'
  | 'schedule-cancel'
  | 'undo-cancel'
  | 'change-now'
  | 'change-at-period-end'
  | 'undo-change'
  | 'refund'
  | 'pause'
  | 'resume'
  | 'card-page'
  | 'adopt-method'
  | 'void-invoice';

/** The fact the system acts on. It must still be true when the operation is sent. */
export type Because =
  | 'duplicate'
  | 'second-trial'
  | 'account-deleted'
  | 'second-lifetime'
  | 'lifetime'
  | 'unpaid'
  | 'refunded'
  | 'charged-back'
  | 'ended'
  | 'new-method';

/** What planning needs to know: the transaction under the owner's lock, whose it is, and why. */
export type PlanContext = Pick<LedgerContext, 'tx' | 'provider' | 'mode' | 'owner' | 'now' | 'cause'>;

export interface Planned {
  readonly kind: OperationKind;
  /** Names the fact it brings about; only one operation of a key is ever alive or done. */
  readonly key: string;
  readonly provider: Provider;
  readonly because: Because;
  /** Not even after a refusal again. */
  readonly once?: boolean;
  readonly params: Prisma.InputJsonObject;
}

/**
 * Writes down something the system asks of a provider, in the transaction that found it necessary; false when it is
 * planned or done already, was refused and waits for its next try, or something else is under way for the same subject
 * (the sync that follows that plans it). What the brakes hold is put before a person instead. Sent after the commit.
 */
export async function planOperation(
  context: PlanContext,
  { once = false, because, ...planned }: Planned,
): Promise<boolean> {
  const { tx, owner, mode, cause } = context;
  const [latest] = await tx.operation.findMany({
    where: { key: planned.key, status: { not: 'withdrawn' } },
    orderBy: { createdAt: 'desc' },
    take: 1,
    select: { status: true, nextAttemptAt: true, expected: true },
  });
  const over = latest === undefined || latest.status === 'refused' || latest.status === 'stale';
  // What went stale pauses for its own reason only: for another one it may be right now.
  const pauses = latest?.status === 'refused' || reasonOf(latest?.expected) === because;
  if (!over || (once && latest !== undefined)) return false;
  if (pauses && (latest?.nextAttemptAt ?? 0) > new Date()) return false;
  const held = await whyHeld(tx, { ...planned, mode }, context.now);
  if (held !== null) {
    await alertHeld(tx, { ...planned, mode }, held);
    return false;
  }
  const subject = await operationSubject(tx, { ...planned, mode });
  const { count } = await tx.operation.createMany({
    data: [
      {
        ...planned,
        ...{ userId: owner.userId, mode, subject, automatic: true, expected: { because } },
        actor: `system:${cause}`,
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}

const reason = z.object({ because: z.string().optional() });

function reasonOf(expected: unknown): string | undefined {
  return reason.safeParse(expected).data?.because;
}
