import type { Payment } from '@/lib/generated/prisma/client';
import type { PaymentSnapshot } from '../providers/money-snapshots';

/** In ms of business time. A customer on a payment page is charged within it; what takes longer waited for a bank. */
const SOON = 3_600_000;

/**
 * When a payment's money arrived, which decides what it came too late for. The provider's own time where it has one;
 * otherwise the time at which we first saw the money of a payment that had been waiting, and never a newer one. A payment
 * that we first see with its money counts from its beginning, so a ledger can be built again.
 */
export function paidAtOf(
  before: Pick<Payment, 'status' | 'paidAt'> | null,
  seen: Pick<PaymentSnapshot, 'status' | 'paidAt' | 'createdAt'>,
  now: Date,
): Date | null {
  if (seen.status !== 'succeeded') return null;
  if (seen.paidAt !== null) return seen.paidAt;
  if (before?.status === 'succeeded') return before.paidAt ?? seen.createdAt;
  const waited = before !== null && now.getTime() - seen.createdAt.getTime() > SOON;
  return waited ? now : seen.createdAt;
}
