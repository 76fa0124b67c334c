import { db } from '@/lib/db';
import type { Operation } from '@/lib/generated/prisma/client';
import { expectedOf } from './expected';

/** Operations that first withdraw a scheduled plan change, in a request of its own. */
const REPLACES: readonly string[] = ['schedule-cancel', 'change-at-period-end'];

/**
 * Whether a request that didn't happen has still canceled the plan change that was scheduled when it was made: the
 * subscription has the same plan as then, and nothing is scheduled anymore.
 */
export async function hasDroppedChange(operation: Pick<Operation, 'kind' | 'expected'>): Promise<boolean> {
  const shown = expectedOf(operation).contract;
  if (!REPLACES.includes(operation.kind) || shown == null || shown.pendingAt === null) return false;
  const now = await db().subscription.findUnique({ where: { id: shown.id } });
  return (
    now !== null &&
    now.pendingAt === null &&
    now.priceExternalId === shown.priceExternalId &&
    now.quantity === shown.quantity
  );
}
