import { refused } from '../api/errors';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { findBankAccount } from '../payments/bank-accounts';
import { type Charged, charge, store } from '../payments/charge';
import { type Decline, decline, verdict } from '../payments/decline';
import type { CheckoutRecord } from '../records/checkout';
import type { CardUsed, PaymentRecord } from '../records/payment';
import { begin, fail } from '../subscriptions/begin';
import { beginUnpaid, complete, keepMethod } from './complete';
import { bind, type Details, prepare } from './prepare';
import { scheduleAbandoned, scheduleEnd } from './timeouts';

/** How the customer responded to the bank's challenge, if there was one. */
export interface BankAnswer {
  authenticated?: boolean;
  refused?: boolean;
}

export type PayResult =
  | { outcome: 'succeeded' | 'challenge' | 'processing' }
  | { outcome: 'declined'; decline: Decline };

/**
 * Pays on a hosted page. The control route uses this too.
 * @throws 422 CHECKOUT_SESSION_CONSUMED or CHECKOUT_SESSION_EXPIRED, and the errors of `prepare`
 */
export function pay(
  dodo: Dodo,
  session: CheckoutRecord,
  details: Details,
  card: CardUsed,
  bank: BankAnswer = {},
): PayResult {
  requireOpen(dodo, session);
  const ready =
    session.kind === 'cart' ? prepare(dodo, session, details) : need(dodo.tables.payments, session.paymentId ?? '');
  const bound = session.kind === 'cart' ? bind(dodo, session, details, ready) : session;
  const attempt = {
    card,
    withCustomer: true,
    authenticated: bank.authenticated ?? false,
    refuse: bank.refused ? decline('AUTHENTICATION_FAILURE') : notAllowed(session, card),
    force3ds: session.order.force3ds,
  };
  if (isSilentTrial(dodo, ready)) return startUnpaid(dodo, bound, ready, attempt);
  const charged = charge(dodo, ready, attempt);
  const current = remember(dodo, bound, charged.payment);
  if (charged.outcome === 'challenge') return challenge(dodo, current, card);
  if (charged.outcome === 'declined') return declined(dodo, current, charged);
  if (charged.outcome === 'processing') awaitDebit(dodo, charged.payment, card);
  else complete(dodo, charged.payment, card);
  dodo.tables.checkouts.put(current.id, { ...current, state: 'used', card: null });
  return { outcome: charged.outcome };
}

/**
 * The customer leaves without paying, or the page expires: the purchase ends permanently. The payment is `failed` if a
 * card was declined, else it was abandoned and becomes `cancelled`.
 */
export function giveUp(dodo: Dodo, session: CheckoutRecord): CheckoutRecord {
  const payment = session.paymentId === null ? undefined : dodo.tables.payments.get(session.paymentId);
  if (session.state === 'used' || !payment || payment.purpose.kind !== 'checkout') return session;
  if (payment.status !== 'failed') {
    const status = payment.errorCode === null ? 'cancelled' : 'failed';
    store(dodo, { ...payment, status, updatedMs: dodo.now() });
    dodo.emit(`payment.${status}`, payment.id);
  }
  failPending(dodo, payment);
  return dodo.tables.checkouts.put(session.id, { ...session, state: 'used' });
}

/** A page restricted to some payment methods rejects all others. */
function notAllowed({ order: { allowedMethods } }: CheckoutRecord, { number, funding }: CardUsed): Decline | null {
  const type = findBankAccount(number)?.type ?? funding;
  return (allowedMethods?.includes(type) ?? true) ? null : decline('PAYMENT_METHOD_UNSUPPORTED');
}

export function requireOpen(dodo: Dodo, session: CheckoutRecord): void {
  const payment = session.paymentId === null ? undefined : dodo.tables.payments.get(session.paymentId);
  if (session.state === 'used' || payment?.status === 'cancelled')
    throw refused('CHECKOUT_SESSION_CONSUMED', 'This checkout session was already used');
  if (session.expiresMs <= dodo.now()) throw refused('CHECKOUT_SESSION_EXPIRED', 'This checkout session has expired');
}

/** A bank debit is processing. Whether subscriptions start before it settles is not documented (a switch). */
function awaitDebit(dodo: Dodo, payment: PaymentRecord, card: CardUsed): void {
  const { methodId } = keepMethod(dodo, payment, card);
  if (payment.purpose.kind !== 'checkout' || dodo.switches.get('debit_first_purchase') === 'pending') return;
  for (const id of payment.subscriptionIds) begin(dodo, need(dodo.tables.subscriptions, id), methodId);
}

/** Keeps the card until the customer has responded to the bank. */
function challenge(dodo: Dodo, session: CheckoutRecord, card: CardUsed): PayResult {
  scheduleEnd(dodo, dodo.tables.checkouts.put(session.id, { ...session, card }));
  return { outcome: 'challenge' };
}

function remember(dodo: Dodo, session: CheckoutRecord, payment: PaymentRecord): CheckoutRecord {
  return dodo.tables.checkouts.put(session.id, { ...session, paymentId: payment.id });
}

/** What a declined card leads to is not documented: see the switch `checkout_decline`. */
function declined(
  dodo: Dodo,
  session: CheckoutRecord,
  { payment, decline: reason }: Extract<Charged, { outcome: 'declined' }>,
): PayResult {
  const reading = dodo.switches.get('checkout_decline');
  if (reading === 'requires_payment_method') store(dodo, { ...payment, status: 'requires_payment_method' });
  else dodo.emit('payment.failed', payment.id);
  if (payment.purpose.kind === 'checkout') {
    if (reading === 'new_payment') failPending(dodo, payment);
    scheduleEnd(dodo, session);
    scheduleAbandoned(dodo, session);
  }
  return { outcome: 'declined', decline: reason };
}

export function failPending(dodo: Dodo, payment: PaymentRecord): void {
  for (const id of payment.subscriptionIds) {
    const row = need(dodo.tables.subscriptions, id);
    if (row.status === 'pending') fail(dodo, row);
  }
}

function isSilentTrial(dodo: Dodo, payment: PaymentRecord): boolean {
  const rows = payment.subscriptionIds.map((id) => need(dodo.tables.subscriptions, id));
  const trialOnly =
    payment.total === 0 && payment.productCart === null && rows.length > 0 && rows.every((row) => row.trialDays > 0);
  return payment.purpose.kind === 'checkout' && trialOnly && dodo.switches.get('trial_payment') === 'none';
}

function startUnpaid(
  dodo: Dodo,
  session: CheckoutRecord,
  payment: PaymentRecord,
  attempt: { card: CardUsed; withCustomer: boolean; authenticated: boolean; force3ds: boolean; refuse: Decline | null },
): PayResult {
  const answer = attempt.refuse ?? verdict(attempt.card, attempt);
  if (answer === 'challenge') return challenge(dodo, session, attempt.card);
  if (answer !== null) return { outcome: 'declined', decline: answer };
  beginUnpaid(dodo, payment, attempt.card);
  dodo.tables.checkouts.put(session.id, { ...session, state: 'used' });
  return { outcome: 'succeeded' };
}
