import type { Payment } from '@/lib/generated/prisma/client';
import { countUse } from '@/lib/rate-limit';
import { RATE_LIMITS } from '@/lib/rate-limits';
import type { LedgerContext } from './context';

/**
 * A card declined at our checkout counts against the account's checkouts, so that whoever tests stolen cards runs out of
 * them sooner than a buyer. Once for each payment, when it is first seen as failed; what the ledger learns of late
 * (a rebuild, a renewal of a subscription that was bought long ago) counts nothing.
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
  if (bought === 0) await countUse('checkout-account', owner.userId, tx);
}
