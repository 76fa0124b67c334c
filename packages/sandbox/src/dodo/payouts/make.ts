import type { Dodo } from '../dodo';
import { newId } from '../ids';
import { convert, SETTLEMENT_CURRENCY } from '../money/currency';
import type { PayoutRecord } from '../records/payout';

/** Dodo's fee for a payment: 4 % and 40 cents (its price page). */
function feeOf(total: number): number {
  return total === 0 ? 0 : Math.round(total * 0.04) + 40;
}

/** Pays out what was received since the last payout, in the settlement currency, less refunds and tax. */
export function makePayout(dodo: Dodo): PayoutRecord {
  const { tables } = dodo;
  const [last] = tables.payouts.newestFirst();
  const since = last?.createdMs ?? 0;
  const settle = (amount: number, currency: Parameters<typeof convert>[1]) =>
    convert(amount, currency, SETTLEMENT_CURRENCY) ?? amount;
  let gross = 0;
  let tax = 0;
  let fee = 0;
  for (const payment of tables.payments.newestFirst()) {
    if (payment.createdMs <= since) break;
    if (payment.status !== 'succeeded') continue;
    const total = settle(payment.total, payment.currency);
    gross += total;
    tax += settle(payment.tax, payment.currency);
    fee += feeOf(total);
  }
  let refunds = 0;
  for (const refund of tables.refunds.newestFirst()) {
    if (refund.createdMs <= since) break;
    if (refund.status === 'succeeded') refunds += settle(refund.amount, refund.currency);
  }
  let chargebacks = 0;
  for (const dispute of tables.disputes.newestFirst()) {
    if (dispute.createdMs <= since) break;
    if (dispute.status === 'dispute_lost') chargebacks += settle(dispute.amount, dispute.currency);
  }
  const row: PayoutRecord = {
    id: newId('pyt_'),
    createdMs: dodo.now(),
    updatedMs: dodo.now(),
    amount: gross - tax - fee - refunds - chargebacks,
    fee,
    tax,
    refunds,
    chargebacks,
    status: 'success',
  };
  tables.payouts.put(row.id, row);
  dodo.emit('payout.created', row.id);
  dodo.emit('payout.success', row.id);
  return row;
}
