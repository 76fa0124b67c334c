import type { DisputeStatus, PaymentStatus, RefundStatus } from '../types';
import type { PaymentStanding } from './coverage';

/** One payment's money, as the ledger has it. Minor units. */
export interface Money {
  readonly status: PaymentStatus;
  readonly amount: bigint;
  /** Given back by credit notes and not by refunds. */
  readonly credited: bigint;
  readonly refunds: readonly { status: RefundStatus; amount: bigint }[];
  readonly disputes: readonly { status: DisputeStatus }[];
}

/** What to select of a payment for `standingOf`. */
export const MONEY = {
  status: true,
  amount: true,
  credited: true,
  refunds: { select: { status: true, amount: true } },
  disputes: { select: { status: true } },
} as const;

/**
 * What became of one payment's money. A refund or a credit note counts from the moment it is requested; a failed one
 * doesn't.
 */
export function standingOf(payment: Money): PaymentStanding {
  if (payment.disputes.some((dispute) => dispute.status === 'lost')) return 'charged_back';
  if (payment.amount > 0n && givenBackOf(payment) >= payment.amount) return 'refunded';
  return payment.disputes.some((dispute) => dispute.status === 'open') ? 'disputed' : 'clear';
}

/** Minor units given back or on their way back. */
export function refundedOf(refunds: Money['refunds']): bigint {
  return refunds.reduce((sum, refund) => (refund.status === 'failed' ? sum : sum + refund.amount), 0n);
}

/**
 * Minor units that the customer has back, or will: refunds, and credit notes that were not paid out as refunds. Never more
 * than the payment, although Stripe allows a charge to be refunded that was credited before.
 */
export function givenBackOf({ amount, refunds, credited }: Pick<Money, 'amount' | 'refunds' | 'credited'>): bigint {
  const given = refundedOf(refunds) + credited;
  return given < amount ? given : amount;
}

/** What became of the money of several payments together: of one invoice that was paid in parts. */
export function standingOfAll(payments: readonly Money[]): PaymentStanding {
  const paid = payments.filter(({ status, amount }) => status === 'succeeded' && amount > 0n);
  if (paid.some(({ disputes }) => disputes.some(({ status }) => status === 'lost'))) return 'charged_back';
  const total = paid.reduce((sum, { amount }) => sum + amount, 0n);
  const given = paid.reduce((sum, payment) => sum + givenBackOf(payment), 0n);
  if (total > 0n && given >= total) return 'refunded';
  return paid.some(({ disputes }) => disputes.some(({ status }) => status === 'open')) ? 'disputed' : 'clear';
}
