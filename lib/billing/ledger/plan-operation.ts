import { z } from 'zod';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { Provider } from '../types';
import { alertHeld, whyHeld } from './automatic-limits';
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

/** The reason the system acts. It must still hold when the operation is sent. */
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

/** What planning needs: the transaction under the owner's lock, the owner, and the cause. */
export type PlanContext = Pick<LedgerContext, 'tx' | 'provider' | 'mode' | 'owner' | 'now' | 'cause'>;

export interface Planned {
  readonly kind: OperationKind;
  /** Identifies the operation's goal; only one operation per key is ever in progress or done. */
  readonly key: string;
  readonly provider: Provider;
  readonly because: Because;
  /** Don't retry, even after a refusal. */
  readonly once?: boolean;
  readonly params: Prisma.InputJsonObject;
}

/**
 * Records an operation the system needs, in the transaction that found it necessary. Returns false if it's already
 * planned or done, was refused and awaits its retry, or another operation is in progress for the same subject (the sync
 * that follows plans it). If the automatic limits hold it, an alert is raised instead. Sent after the commit.
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
  // A stale operation only delays retries for the same reason: for another reason it may be right now.
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
        ...{ workspaceId: owner.workspaceId, mode, subject, automatic: true, expected: { because } },
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
