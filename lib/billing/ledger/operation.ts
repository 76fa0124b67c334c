import type { Prisma } from '@/lib/generated/prisma/client';
import type { Provider } from '../types';
import type { LedgerContext } from './context';

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
  | 'adopt-method';

export interface Planned {
  readonly kind: OperationKind;
  /** Names the fact it brings about; only one operation of a key is ever alive or done. */
  readonly key: string;
  readonly provider: Provider;
  /** Not even after a refusal again. */
  readonly once?: boolean;
  readonly params: Prisma.InputJsonObject;
}

/**
 * Writes down something to ask of a provider, in the transaction that found it necessary; false when it is
 * planned or done already. Sent after the commit.
 */
export async function planOperation(context: LedgerContext, { once = false, ...planned }: Planned): Promise<boolean> {
  const { tx, owner, mode, cause } = context;
  const done = await tx.operation.count({
    where: { key: planned.key, ...(once ? {} : { status: { not: 'refused' } }) },
  });
  if (done > 0) return false;
  const { count } = await tx.operation.createMany({
    data: [{ ...planned, userId: owner.userId, mode, actor: `system:${cause}` }],
    skipDuplicates: true,
  });
  return count === 1;
}
