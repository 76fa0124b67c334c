import type { ListedPayment, PaymentShape } from './shapes';
import { paymentStatus } from './status';
import { at } from './time';

/**
 * When the money first failed to come: the oldest of the failed payments since the last that succeeded.
 * Payments of 0 (a free trial, a new payment method) took no money and say nothing. Null when the last one succeeded.
 */
export function unpaidSince(payments: readonly ListedPayment[]): Date | null {
  const tried = payments
    .filter(({ total_amount }) => total_amount > 0)
    .map((payment) => ({ status: paymentStatus(payment.status), at: at(payment.created_at) }))
    .filter(({ status }) => status !== 'processing')
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  const lastPaid = tried.findIndex(({ status }) => status === 'succeeded');
  const failed = lastPaid === -1 ? tried : tried.slice(0, lastPaid);
  return failed.at(-1)?.at ?? null;
}

/**
 * Attempts to collect what is owed since then: the first and each retry on schedule, which Dodo numbers. What the
 * customer tried at a page does not count.
 */
export function failedAttempts(payments: readonly PaymentShape[], since: Date): number {
  const failed = payments.filter(
    ({ status, created_at }) => paymentStatus(status) === 'failed' && at(created_at) >= since,
  );
  return 1 + Math.max(0, ...failed.map(({ retry_attempt }) => retry_attempt));
}
