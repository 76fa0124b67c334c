import { findCard } from '../../engine/cards';
import { saveMethod } from '../customers/methods';
import { redeem } from '../discounts/apply';
import { scheduleDispute } from '../disputes/scheduled';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { issueLicenses } from '../licenses/issue';
import { store } from '../payments/charge';
import type { CardUsed, PaymentRecord } from '../records/payment';
import { applyPaidChange } from '../subscriptions/apply-change';
import { begin } from '../subscriptions/begin';
import { recovered } from '../subscriptions/recover';
import { change } from '../subscriptions/state';

/** A hosted page took the money: whatever this payment was for comes about now. */
export function complete(dodo: Dodo, paid: PaymentRecord, card: CardUsed): PaymentRecord {
  const recurring = paid.subscriptionIds.length > 0;
  const method = recurring ? saveMethod(dodo, paid.customerId, card) : null;
  const payment = method ? store(dodo, { ...paid, methodId: method.id }) : paid;
  const methodId = method?.id ?? null;
  const [subscriptionId = ''] = payment.subscriptionIds;
  switch (payment.purpose.kind) {
    case 'checkout':
      bought(dodo, payment, methodId);
      break;
    case 'dues':
      recovered(dodo, need(dodo.tables.subscriptions, subscriptionId), payment, methodId);
      break;
    case 'update_method': {
      const row = need(dodo.tables.subscriptions, subscriptionId);
      dodo.emit('payment.succeeded', payment.id);
      change(dodo, row, { methodId }, 'subscription.update_payment_method');
      break;
    }
    case 'plan_change':
      applyPaidChange(dodo, need(dodo.tables.subscriptions, subscriptionId), payment, payment.purpose.change);
      break;
    case 'renewal':
    case 'on_demand':
      dodo.emit('payment.succeeded', payment.id);
  }
  const { dispute } = findCard(card.number)?.behaviour ?? {};
  if (dispute && payment.total > 0) scheduleDispute(dodo, payment);
  return payment;
}

/**
 * First purchase: `subscription.active`, `payment.succeeded`, and `subscription.renewed` when money was taken, which
 * the FAQ counts as a renewal too (dodo.md §4.2); a free trial's payment of 0 may stay unannounced (§4.3).
 */
function bought(dodo: Dodo, payment: PaymentRecord, methodId: string | null): void {
  const rows = payment.subscriptionIds.map((id) => begin(dodo, need(dodo.tables.subscriptions, id), methodId));
  const trialOnly = rows.length > 0 && payment.total === 0 && rows.every((row) => row.trialDays > 0);
  if (!trialOnly || dodo.switches.get('trial_payment') === 'announced') dodo.emit('payment.succeeded', payment.id);
  if (payment.total > 0 && dodo.switches.get('renewed_on_first_charge') === 'on') {
    for (const row of rows) {
      if (row.trialDays === 0 || row.trialAmount !== null) dodo.emit('subscription.renewed', row.id);
    }
  }
  redeem(dodo, payment.discountIds, payment.customerId, payment.id);
  issueLicenses(dodo, payment);
}

/** A free trial without any payment (switch `trial_payment`): the card is kept, the trial begins. */
export function beginUnpaid(dodo: Dodo, unpaid: PaymentRecord, card: CardUsed): void {
  const method = saveMethod(dodo, unpaid.customerId, card);
  for (const id of unpaid.subscriptionIds) begin(dodo, need(dodo.tables.subscriptions, id), method.id);
  redeem(dodo, unpaid.discountIds, unpaid.customerId, unpaid.id);
  issueLicenses(dodo, { ...unpaid, id: '' });
}
