import type { CardUsed, PaymentRecord } from '../records/payment';
import { DAY_MS } from '../time/calendar';
import { type BankAccount, findBankAccount } from './bank-accounts';
import { type Decline, decline } from './decline';

/** The outcome of a payment that is processing when it is created. With a null `atMs` it never settles. */
export interface Later {
  atMs: number | null;
  outcome: 'succeeded' | 'failed';
  errorCode: string;
}

/**
 * Whether and when this attempt settles later: a bank debit after four business days, an off-session charge of an
 * Indian card after 48 hours (Dodo docs, "ACH Direct Debit", "India Payment Methods").
 * @returns a decline if the account can't be used for this payment
 */
export function laterOutcome(
  payment: PaymentRecord,
  card: CardUsed,
  { withCustomer, refuse, nowMs }: { withCustomer: boolean; refuse: Decline | null; nowMs: number },
): Later | Decline | null {
  if (payment.total === 0) return null;
  const account = findBankAccount(card.number);
  if (account) return debit(payment, account, refuse, nowMs);
  if (card.country !== 'IN' || withCustomer || payment.subscriptionIds.length === 0) return null;
  return {
    atMs: nowMs + 2 * DAY_MS,
    outcome: refuse ? 'failed' : 'succeeded',
    errorCode: refuse?.code ?? 'INSUFFICIENT_FUNDS',
  };
}

function debit(payment: PaymentRecord, account: BankAccount, refuse: Decline | null, nowMs: number): Later | Decline {
  const unsupported = decline('PAYMENT_METHOD_UNSUPPORTED');
  const takes = account.currency === payment.currency && (account.recurring || payment.subscriptionIds.length === 0);
  if (!takes || refuse?.code === unsupported.code) return unsupported;
  return {
    atMs: account.outcome === 'stuck' ? null : businessDaysAfter(nowMs, 4),
    outcome: refuse || account.outcome === 'failed' ? 'failed' : 'succeeded',
    errorCode: refuse?.code ?? account.errorCode ?? 'INSUFFICIENT_FUNDS',
  };
}

/** Adds business days, keeping the time of day, UTC. */
function businessDaysAfter(fromMs: number, days: number): number {
  let at = fromMs;
  for (let left = days; left > 0; ) {
    at += DAY_MS;
    const day = new Date(at).getUTCDay();
    if (day !== 0 && day !== 6) left -= 1;
  }
  return at;
}

/** `payment_method` and `payment_method_type` of a payment, as in the SDK's `Payment`. */
export function methodNames(card: CardUsed | null): {
  payment_method: string | null;
  payment_method_type: string | null;
} {
  if (card === null) return { payment_method: null, payment_method_type: null };
  const account = findBankAccount(card.number);
  return account
    ? { payment_method: 'bank_debit', payment_method_type: account.type }
    : { payment_method: 'card', payment_method_type: card.brand };
}

/** Whether a payment is processing, so that it can be neither charged again nor canceled. */
export function isUnderWay(payment: Pick<PaymentRecord, 'status'> | undefined): boolean {
  return payment?.status === 'processing';
}
