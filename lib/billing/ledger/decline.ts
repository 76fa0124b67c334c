import type { Payment } from '@/lib/generated/prisma/client';
import { countUse } from '@/lib/rate-limit';
import { RATE_LIMITS } from '@/lib/rate-limits';
import type { LedgerContext } from './context';

/**
 * A card declined at our checkout counts against the checkout limit of the person who started it, so card testers hit it sooner than real
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
  const checkout = await tx.checkout.findUnique({ where: { id: payment.checkoutId } });
  if (checkout?.state !== 'complete')
    await countUse('checkout-account', checkout?.startedById ?? owner.workspaceId, tx);
}
