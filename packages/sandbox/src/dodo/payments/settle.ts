import { complete, fulfill } from '../checkouts/complete';
import { failPending } from '../checkouts/pay';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { PaymentRecord } from '../records/payment';
import type { SubscriptionRecord } from '../records/subscription';
import { unpaidChange } from '../subscriptions/apply-change';
import { hold } from '../subscriptions/hold';
import { renewed } from '../subscriptions/renew';
import { ENDED } from '../subscriptions/state';
import { markFailed, markPaid, SETTLEMENT, type SettlementAction } from './charge';
import { decline } from './decline';

/** Settles a processing payment, when scheduled or through the control route. Does nothing for settled payments. */
export function settlePayment(dodo: Dodo, { paymentId, outcome, errorCode }: SettlementAction): PaymentRecord {
  const payment = need(dodo.tables.payments, paymentId);
  if (payment.status !== 'processing') return payment;
  dodo.world.clocks.cancel(`${SETTLEMENT}:${payment.id}`);
  const row = dodo.tables.subscriptions.get(payment.subscriptionIds[0] ?? '');
  if (outcome === 'succeeded') came(dodo, markPaid(dodo, payment), row);
  else stayedAway(dodo, markFailed(dodo, payment, decline(errorCode ?? 'INSUFFICIENT_FUNDS')), row);
  return need(dodo.tables.payments, paymentId);
}

function came(dodo: Dodo, payment: PaymentRecord, row: SubscriptionRecord | undefined): void {
  const { purpose } = payment;
  // Its purpose has ended or was paid otherwise in the meantime, but the money still arrived.
  const moot = row && (ENDED.includes(row.status) || (purpose.kind === 'dues' && row.owed === null));
  if (moot || payment.card === null) return void dodo.emit('payment.succeeded', payment.id);
  if (purpose.kind === 'renewal' && row) {
    const period = { start: purpose.periodStart, end: purpose.periodEnd };
    return void renewed(dodo, row, payment, { period, creditUsed: purpose.creditUsed, walletUsed: purpose.walletUsed });
  }
  if (purpose.kind === 'checkout' && row?.status === 'active') return void fulfill(dodo, payment, [row]);
  complete(dodo, payment, payment.card);
}

function stayedAway(dodo: Dodo, payment: PaymentRecord, row: SubscriptionRecord | undefined): void {
  const { purpose } = payment;
  const owed = { ...payment, creditUsed: 0, failedPaymentId: payment.id };
  if (row && !ENDED.includes(row.status)) {
    if (purpose.kind === 'renewal') {
      const period = { start: purpose.periodStart, end: purpose.periodEnd };
      return void hold(dodo, row, payment, { ...owed, period, creditUsed: purpose.creditUsed });
    }
    if (purpose.kind === 'plan_change') return void unpaidChange(dodo, row, payment, purpose.change, purpose.onFailure);
    if (purpose.kind === 'checkout' && row.status === 'active') {
      return void hold(dodo, row, payment, {
        ...owed,
        period: { start: row.previousBillingMs, end: row.nextBillingMs },
      });
    }
  }
  dodo.emit('payment.failed', payment.id);
  if (purpose.kind === 'checkout') failPending(dodo, payment);
}
