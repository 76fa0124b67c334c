import type { Dodo } from '../dodo';
import { newId } from '../ids';
import type { CardUsed, PaymentRecord } from '../records/payment';
import { type Decline, verdict } from './decline';
import { type Later, laterOutcome } from './delayed';

export const SETTLEMENT = 'dodo_settlement';

/** A bank's result for a processing payment. */
export interface SettlementAction {
  paymentId: string;
  outcome: 'succeeded' | 'failed';
  errorCode?: string;
}

export interface Attempt {
  card: CardUsed;
  /** Whether the customer is present to confirm. Renewals and plan changes happen without the customer. */
  withCustomer: boolean;
  authenticated?: boolean;
  force3ds?: boolean;
  /** Decline regardless of the card: set by a control route. */
  refuse?: Decline | null;
}

export type Charged =
  | { outcome: 'succeeded'; payment: PaymentRecord }
  | { outcome: 'challenge'; payment: PaymentRecord }
  /** The money is processing; the outcome follows days later. */
  | { outcome: 'processing'; payment: PaymentRecord }
  | { outcome: 'declined'; payment: PaymentRecord; decline: Decline };

/**
 * Attempts a charge and stores the resulting payment. The caller sends the events, because they belong to a larger
 * operation. A payment that has succeeded is never charged again. @throws Error on such an attempt
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
  const { withCustomer } = attempt;
  const later = laterOutcome(payment, attempt.card, { withCustomer, refuse: answer, nowMs: dodo.now() });
  if (later) return 'soft' in later ? declined(dodo, tried, later) : underWay(dodo, tried, later);
  if (dodo.switches.get('processing_event') === 'on') dodo.emit('payment.processing', payment.id);
  return answer === null ? { outcome: 'succeeded', payment: markPaid(dodo, tried) } : declined(dodo, tried, answer);
}

function declined(dodo: Dodo, tried: PaymentRecord, answer: Decline): Charged {
  return { outcome: 'declined', payment: markFailed(dodo, tried, answer), decline: answer };
}

function underWay(dodo: Dodo, tried: PaymentRecord, { atMs, outcome, errorCode }: Later): Charged {
  const payment = store(dodo, { ...tried, status: 'processing' });
  dodo.emit('payment.processing', payment.id);
  const data: SettlementAction = { paymentId: payment.id, outcome, errorCode };
  const key = `${SETTLEMENT}:${payment.id}`;
  if (atMs !== null) dodo.world.clocks.schedule({ at: Math.ceil(atMs / 1000), kind: SETTLEMENT, key, data });
  return { outcome: 'processing', payment };
}

/** The payment after its bank declined it. */
export function markFailed(dodo: Dodo, payment: PaymentRecord, { code, message }: Decline): PaymentRecord {
  return store(dodo, {
    ...payment,
    status: 'failed',
    updatedMs: dodo.now(),
    errorCode: code,
    errorMessage: message,
  });
}

/** The payment after it succeeded, with its invoice. */
export function markPaid(dodo: Dodo, payment: PaymentRecord): PaymentRecord {
  return store(dodo, { ...payment, status: 'succeeded', updatedMs: dodo.now(), invoiceId: newId('inv_') });
}

export function store(dodo: Dodo, payment: PaymentRecord): PaymentRecord {
  return dodo.tables.payments.put(payment.id, payment);
}

/** Cancels a payment that will not be paid. A processing payment can't be canceled. */
export function cancelPayment(dodo: Dodo, paymentId: string): void {
  const payment = dodo.tables.payments.get(paymentId);
  if (!payment || ['succeeded', 'failed', 'cancelled', 'processing'].includes(payment.status)) return;
  store(dodo, { ...payment, status: 'cancelled', updatedMs: dodo.now() });
  dodo.emit('payment.cancelled', payment.id);
}
