import { cardOf } from '../customers/methods';
import type { Dodo } from '../dodo';
import type { Quote } from '../money/quote';
import { type Charged, charge, markPaid } from '../payments/charge';
import { decline } from '../payments/decline';
import { subscriptionPayment } from '../payments/record';
import type { Owed, PaymentRecord } from '../records/payment';
import type { AppliedDiscount, SubscriptionRecord } from '../records/subscription';
import { addInterval } from '../time/calendar';
import { balanceOf, lessWallet, moveWallet } from '../wallets/ledger';
import { endAtBillingDate, expire } from './end';
import { hold } from './hold';
import { renewalQuote, running } from './price';
import { applyScheduled } from './scheduled-change';
import { change } from './state';

/** Handles a billing date: the end, a scheduled plan change, or the charge of the next period. */
export function onBillingDate(dodo: Dodo, subscriptionId: string): void {
  const row = dodo.tables.subscriptions.get(subscriptionId);
  if (row?.status !== 'active' || row.debitPaymentId) return;
  const now = dodo.now();
  if (row.cancelAtNext && now >= row.nextBillingMs) return void endAtBillingDate(dodo, row);
  if (now >= row.expiresMs) return void expire(dodo, row);
  if (row.onDemand) return;
  const due = row.scheduled === null ? row : applyScheduled(dodo, row, row.scheduled);
  renew(dodo, due);
}

function renew(dodo: Dodo, row: SubscriptionRecord): void {
  const { frequency } = row.plan;
  const start = row.nextBillingMs;
  const period = { start, end: addInterval(start, frequency.count, frequency.interval, row.anchorDay) };
  const { price, used } = lessWallet(renewalQuote(dodo, row), balanceOf(dodo, row.customerId, row.currency));
  const result = collect(dodo, row, price, {
    purpose: {
      kind: 'renewal',
      periodStart: period.start,
      periodEnd: period.end,
      creditUsed: price.creditUsed,
      walletUsed: used,
    },
    discountIds: running(row.discounts).map((discount) => discount.discountId),
  });
  const latest = dodo.tables.subscriptions.get(row.id) ?? row;
  if (result.outcome === 'processing') return void underWay(dodo, latest, result.payment, period);
  if (result.outcome !== 'succeeded') {
    hold(dodo, latest, result.payment, { ...price, period, failedPaymentId: result.payment.id });
    return;
  }
  renewed(dodo, latest, result.payment, { period, creditUsed: price.creditUsed, walletUsed: used });
}

type Period = { start: number; end: number };

/** The payment of a period succeeded. Sends `payment.succeeded` first. */
export function renewed(
  dodo: Dodo,
  row: SubscriptionRecord,
  payment: PaymentRecord,
  { period, creditUsed, walletUsed }: Pick<Owed, 'creditUsed'> & { period: Period; walletUsed: number },
): void {
  if (walletUsed > 0) {
    const { customerId, currency } = row;
    const by = -Math.min(walletUsed, balanceOf(dodo, customerId, currency));
    moveWallet(dodo, { customerId, currency, by, eventType: 'payment', referenceId: payment.id });
  }
  dodo.emit('payment.succeeded', payment.id);
  const paid = {
    previousBillingMs: period.start,
    nextBillingMs: period.end,
    trialEndsMs: null,
    debitPaymentId: null,
    credit: row.credit - creditUsed,
    discounts: oneCycleLess(row.discounts),
  };
  change(dodo, row, paid, 'subscription.renewed');
}

/** The period is paid by bank debit. Whether the dates move before it settles is not documented (a switch). */
function underWay(dodo: Dodo, row: SubscriptionRecord, payment: PaymentRecord, period: { start: number; end: number }) {
  const moves = dodo.switches.get('debit_renewal_dates') === 'move';
  const dates = moves ? { previousBillingMs: period.start, nextBillingMs: period.end } : {};
  change(dodo, row, { debitPaymentId: payment.id, ...dates });
}

/** Charges a subscription's saved card off-session. Stores the payment; sends no event. */
export function collect(
  dodo: Dodo,
  row: SubscriptionRecord,
  price: Pick<Quote, 'lines' | 'tax' | 'total'>,
  given: Pick<PaymentRecord, 'purpose'> & Partial<PaymentRecord>,
): Charged {
  const payment = subscriptionPayment(dodo, row, price, { methodId: row.methodId, ...given });
  const method = row.methodId === null ? undefined : dodo.tables.methods.get(row.methodId);
  const ordered = row.failNext > 0 && price.total > 0;
  if (ordered) dodo.tables.subscriptions.put(row.id, { ...row, failNext: row.failNext - 1 });
  if (price.total === 0) {
    // Nothing is charged, so there is no authorization.
    return { outcome: 'succeeded', payment: markPaid(dodo, method ? { ...payment, card: cardOf(method) } : payment) };
  }
  if (!method) {
    const lost = decline('PAYMENT_METHOD_UNSUPPORTED');
    const failed = { ...payment, status: 'failed' as const, errorCode: lost.code, errorMessage: lost.message };
    return { outcome: 'declined', payment: dodo.tables.payments.put(payment.id, failed), decline: lost };
  }
  const refuse = ordered ? decline('INSUFFICIENT_FUNDS') : null;
  const result = charge(dodo, payment, { card: cardOf(method), withCustomer: false, refuse });
  if (result.outcome === 'succeeded') dodo.tables.methods.put(method.id, { ...method, lastUsedMs: dodo.now() });
  return result;
}

export function oneCycleLess(discounts: AppliedDiscount[]): AppliedDiscount[] {
  return discounts.map((discount) => ({
    ...discount,
    cyclesRemaining: discount.cyclesRemaining === null ? null : Math.max(0, discount.cyclesRemaining - 1),
  }));
}
