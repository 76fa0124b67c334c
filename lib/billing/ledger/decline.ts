import type { Payment } from '@/lib/generated/prisma/client';
import { countUse } from '@/lib/rate-limit';
import { RATE_LIMITS } from '@/lib/rate-limits';
import type { LedgerContext } from './context';

/**
 * A card declined at our checkout counts against the account's checkout limit, so card testers hit it sooner than real
 * buyers. Counted once per payment, when it first fails; failures the ledger learns of late (a rebuild, a renewal of an
 * older subscription) don't count.
 */
export async function countDecline(
  { tx, owner, now }: LedgerContext,
  before: Payment | null,
  payment: Payment,
): Promise<void> {
  if (payment.status !== 'failed' || before?.status === 'failed' || payment.checkoutId === null) return;
  const { windowSeconds } = RATE_LIMITS['checkout-account'];
  if (now.getTime() - payment.createdAt.getTime() > windowSeconds * 1000) return;
  const bought = await tx.checkout.count({ where: { id: payment.checkoutId, state: 'complete' } });
  if (bought === 0) await countUse('checkout-account', owner.workspaceId, tx);
}
