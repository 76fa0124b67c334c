import type { CardUsed, PaymentRecord } from '../records/payment';
import { DAY_MS } from '../time/calendar';
import { type BankAccount, findBankAccount } from './bank-accounts';
import { type Decline, decline } from './decline';

/** What becomes of a payment that is only under way when it is made. Null `atMs`: nobody will ever tell. */
export interface Later {
  atMs: number | null;
  outcome: 'succeeded' | 'failed';
  errorCode: string;
}

/**
 * Whether the money of this attempt comes later, and when: a bank debit four business days after it was sent, and what
 * an Indian card pays without its holder 48 hours after (Dodo docs, "ACH Direct Debit", "India Payment Methods").
 * @returns a decline where the account cannot pay this payment at all
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

/** That many working days later, at the same time of day, UTC. */
function businessDaysAfter(fromMs: number, days: number): number {
  let at = fromMs;
  for (let left = days; left > 0; ) {
    at += DAY_MS;
    const day = new Date(at).getUTCDay();
    if (day !== 0 && day !== 6) left -= 1;
  }
  return at;
}

/** `payment_method` and `payment_method_type` of a payment, as the SDK's `Payment` names them. */
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

/** Whether the money of a payment is under way and can neither be taken again nor called back. */
export function isUnderWay(payment: Pick<PaymentRecord, 'status'> | undefined): boolean {
  return payment?.status === 'processing';
}
