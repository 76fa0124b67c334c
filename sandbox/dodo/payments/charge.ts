import type { Dodo } from '../dodo';
import { newId } from '../ids';
import type { CardUsed, PaymentRecord } from '../records/payment';
import { type Decline, verdict } from './decline';

export interface Attempt {
  card: CardUsed;
  /** Whether the customer is there to confirm; renewals and plan changes happen without. */
  withCustomer: boolean;
  authenticated?: boolean;
  force3ds?: boolean;
  /** Refuse whatever the card says: ordered by a control route. */
  refuse?: Decline | null;
}

export type Charged =
  | { outcome: 'succeeded'; payment: PaymentRecord }
  | { outcome: 'challenge'; payment: PaymentRecord }
  | { outcome: 'declined'; payment: PaymentRecord; decline: Decline };

/**
 * Tries to take the money and stores the payment as it came out. Events are the caller's, because they belong to a
 * larger happening. A payment that has succeeded is never charged again. @throws Error when that is tried
 */
export function charge(dodo: Dodo, payment: PaymentRecord, attempt: Attempt): Charged {
  if (payment.status === 'succeeded') throw new Error(`Payment ${payment.id} was already paid.`);
  const answer =
    attempt.refuse ??
    verdict(attempt.card, {
      withCustomer: attempt.withCustomer,
      authenticated: attempt.authenticated ?? false,
      force3ds: attempt.force3ds ?? false,
    });
  const tried = { ...payment, card: attempt.card, updatedMs: dodo.now(), errorCode: null, errorMessage: null };
  if (answer === 'challenge') {
    return { outcome: 'challenge', payment: store(dodo, { ...tried, status: 'requires_customer_action' }) };
  }
  if (dodo.switches.get('processing_event') === 'on') dodo.emit('payment.processing', payment.id);
  if (answer === null) {
    return { outcome: 'succeeded', payment: markPaid(dodo, tried) };
  }
  const failed = { ...tried, status: 'failed' as const, errorCode: answer.code, errorMessage: answer.message };
  return { outcome: 'declined', payment: store(dodo, failed), decline: answer };
}

/** The payment as it is once the money is there, with its invoice. */
export function markPaid(dodo: Dodo, payment: PaymentRecord): PaymentRecord {
  return store(dodo, { ...payment, status: 'succeeded', updatedMs: dodo.now(), invoiceId: newId('inv_') });
}

export function store(dodo: Dodo, payment: PaymentRecord): PaymentRecord {
  return dodo.tables.payments.put(payment.id, payment);
}

/** Ends a payment nobody will pay any more. */
export function cancelPayment(dodo: Dodo, paymentId: string): void {
  const payment = dodo.tables.payments.get(paymentId);
  if (!payment || ['succeeded', 'failed', 'cancelled'].includes(payment.status)) return;
  store(dodo, { ...payment, status: 'cancelled', updatedMs: dodo.now() });
  dodo.emit('payment.cancelled', payment.id);
}
