import { findCard } from '../../engine/cards';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { PaymentRecord, RefundRecord } from '../records/payment';
import { withRefunded } from './create';

export const REFUND = 'dodo_refund';

export interface RefundAction {
  refundId: string;
  outcome: 'succeeded' | 'failed';
}

/** Refunds start as `pending` and settle after a second, or after a day for the slow test card. */
export function planSettlement(dodo: Dodo, row: RefundRecord, payment: PaymentRecord): void {
  if (dodo.switches.get('refund_settles') === 'by_hand') return;
  const behavior = findCard(payment.card?.number ?? '')?.behavior.refund;
  const ordered = dodo.world.store.table<{ left: number }>('dodo_failing_refunds');
  const failing = ordered.get('next')?.left ?? 0;
  if (failing > 0) ordered.put('next', { left: failing - 1 });
  const data: RefundAction = {
    refundId: row.id,
    outcome: failing > 0 || behavior === 'fails_later' ? 'failed' : 'succeeded',
  };
  const wait = behavior === 'succeeds_later' ? 86_400 : 1;
  const at = Math.floor(dodo.now() / 1000) + wait;
  dodo.world.clocks.schedule({ at, kind: REFUND, key: `${REFUND}:${row.id}`, data });
}

/** Sets how many of the next refunds fail. */
export function failNextRefunds(dodo: Dodo, count: number): void {
  dodo.world.store.table<{ left: number }>('dodo_failing_refunds').put('next', { left: count });
}

/** Settles a refund. A failed refund releases its amount. Does nothing for settled refunds. */
export function settleRefund(dodo: Dodo, refundId: string, outcome: 'succeeded' | 'failed'): RefundRecord {
  const row = need(dodo.tables.refunds, refundId);
  if (row.status === 'succeeded' || row.status === 'failed') return row;
  dodo.world.clocks.cancel(`${REFUND}:${row.id}`);
  const payment = need(dodo.tables.payments, row.paymentId);
  const next = outcome === 'failed' ? withRefunded(payment, row.parts, -1) : payment;
  dodo.tables.payments.put(payment.id, { ...next, updatedMs: dodo.now() });
  const settled = dodo.tables.refunds.put(row.id, { ...row, status: outcome });
  dodo.emit(outcome === 'succeeded' ? 'refund.succeeded' : 'refund.failed', row.id);
  return settled;
}
