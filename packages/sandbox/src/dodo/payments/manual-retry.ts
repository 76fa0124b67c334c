import type DodoPayments from 'dodopayments';
import { conflict, refused } from '../api/errors';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { PaymentRecord } from '../records/payment';
import { payOwed } from '../subscriptions/recover';
import { isUnderWay } from './delayed';

/** Maximum number of charges per unpaid bill (Dodo docs, "Error codes", SUBSCRIPTION_PAYMENT_RETRY_LIMIT_EXCEEDED). */
const SENDS_ALLOWED = 10;

/**
 * Whether the business may retry a failed renewal with the saved card. The required wait between retries isn't
 * simulated.
 */
export function retryState(dodo: Dodo, payment: PaymentRecord): Required<DodoPayments.ManualRetryState> {
  const reason = blocked(dodo, payment);
  const sends_used = sends(dodo, payment);
  return { can_retry: reason === null, sends_allowed: SENDS_ALLOWED, sends_used, reason, retry_available_at: null };
}

/**
 * Charges the amount due on the subscription of a failed payment. @throws 409 PREVIOUS_PAYMENT_PENDING; 422 otherwise
 */
export function retryPayment(dodo: Dodo, payment: PaymentRecord): Required<DodoPayments.ManualRetry> {
  const reason = blocked(dodo, payment);
  if (reason === 'PREVIOUS_PAYMENT_PENDING')
    throw conflict(reason, 'Cannot create new charge as previous payment is not successful yet');
  if (reason !== null) throw refused(reason, 'This payment cannot be retried');
  const row = need(dodo.tables.subscriptions, payment.subscriptionIds[0] ?? '');
  const used = sends(dodo, payment) + 1;
  const made = payOwed(dodo, row, used);
  if (made === null) throw refused('SUBSCRIPTION_INACTIVE', 'This subscription owes nothing');
  return {
    invoice_id: made.invoiceId ?? `inv_${made.id.slice('pay_'.length)}`,
    is_manual_retry: true,
    payment_id: made.id,
    retry_attempt: used,
    sends_allowed: SENDS_ALLOWED,
    sends_used: used,
    retry_available_at: null,
    status: need(dodo.tables.payments, made.id).status,
  };
}

function blocked(dodo: Dodo, payment: PaymentRecord): string | null {
  const row = dodo.tables.subscriptions.get(payment.subscriptionIds[0] ?? '');
  if (payment.status !== 'failed' || !row?.owed) return 'SUBSCRIPTION_INACTIVE';
  if (dodo.tables.payments.by('subscription', row.id).some(isUnderWay)) return 'PREVIOUS_PAYMENT_PENDING';
  return sends(dodo, payment) >= SENDS_ALLOWED ? 'SUBSCRIPTION_PAYMENT_RETRY_LIMIT_EXCEEDED' : null;
}

/** Charges of the open bill after the first one. */
function sends(dodo: Dodo, payment: PaymentRecord): number {
  const row = dodo.tables.subscriptions.get(payment.subscriptionIds[0] ?? '');
  return row?.owed ? row.retriesDone : 0;
}
