import { findCard } from '../../engine/cards';
import { saveMethod } from '../customers/methods';
import { redeem } from '../discounts/apply';
import { scheduleDispute } from '../disputes/scheduled';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { issueLicenses } from '../licenses/issue';
import { findBankAccount } from '../payments/bank-accounts';
import { store } from '../payments/charge';
import type { CardUsed, PaymentRecord } from '../records/payment';
import type { SubscriptionRecord } from '../records/subscription';
import { applyPaidChange } from '../subscriptions/apply-change';
import { begin } from '../subscriptions/begin';
import { recovered } from '../subscriptions/recover';
import { change } from '../subscriptions/state';

/** Fulfills a payment that succeeded on a hosted page. */
export function complete(dodo: Dodo, paid: PaymentRecord, card: CardUsed): PaymentRecord {
  const payment = keepMethod(dodo, paid, card);
  const { methodId } = payment;
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
  const disputes = findCard(card.number)?.behavior.dispute ?? findBankAccount(card.number)?.disputed;
  if (disputes && payment.total > 0) scheduleDispute(dodo, payment);
  return payment;
}

/** Saves the payment method of a subscription for its renewals. */
export function keepMethod(dodo: Dodo, payment: PaymentRecord, card: CardUsed): PaymentRecord {
  if (payment.subscriptionIds.length === 0) return payment;
  return store(dodo, { ...payment, methodId: saveMethod(dodo, payment.customerId, card).id });
}

/**
 * Events of a first purchase: `subscription.active`, `payment.succeeded`, and `subscription.renewed` if money was
 * charged, because the FAQ counts that as a renewal too (docs.dodopayments.com/miscellaneous/faq). Whether a free
 * trial's payment of 0 is announced is a switch.
 */
function bought(dodo: Dodo, payment: PaymentRecord, methodId: string | null): void {
  fulfill(
    dodo,
    payment,
    payment.subscriptionIds.map((id) => begin(dodo, need(dodo.tables.subscriptions, id), methodId)),
  );
}

/** Fulfills the first payment of active subscriptions and of one-time products. */
export function fulfill(dodo: Dodo, payment: PaymentRecord, rows: SubscriptionRecord[]): void {
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

/** A free trial without a payment (switch `trial_payment`): saves the card and starts the trial. */
export function beginUnpaid(dodo: Dodo, unpaid: PaymentRecord, card: CardUsed): void {
  const method = saveMethod(dodo, unpaid.customerId, card);
  for (const id of unpaid.subscriptionIds) begin(dodo, need(dodo.tables.subscriptions, id), method.id);
  redeem(dodo, unpaid.discountIds, unpaid.customerId, unpaid.id);
  issueLicenses(dodo, { ...unpaid, id: '' });
}
