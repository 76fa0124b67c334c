import type DodoPayments from 'dodopayments';
import { badRequest, conflict } from '../api/errors';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import type { EventType } from '../lists/event-types';
import { convert } from '../money/currency';
import type { DisputeRecord, PaymentRecord } from '../records/payment';
import { DAY_MS } from '../time/calendar';

type Outcome = 'expired' | 'accepted' | 'cancelled' | 'challenged' | 'won' | 'lost';

export const DISPUTE_EXPIRY = 'dodo_dispute_expiry';

/** Days a business has to respond to a dispute (Dodo docs, disputes). */
const DAYS_TO_ANSWER = 4;

/** In US cents; the default for every business. */
const RDR_THRESHOLD = 10_000;

/** Allowed transitions. Statuses that aren't listed are final. */
const NEXT: Partial<Record<DodoPayments.DisputeStatus, Outcome[]>> = {
  dispute_opened: ['expired', 'accepted', 'cancelled', 'challenged', 'won', 'lost'],
  dispute_challenged: ['won', 'lost', 'cancelled'],
};

/**
 * The customer's bank requests the money back. @throws 400 when nothing is left to dispute, 409 while a dispute is open
 */
export function openDispute(
  dodo: Dodo,
  paymentId: string,
  given: {
    amount?: number | undefined;
    stage?: DodoPayments.DisputeStage | undefined;
    reason?: string | undefined;
  } = {},
): DisputeRecord {
  const payment = need(dodo.tables.payments, paymentId);
  if (payment.status !== 'succeeded' || payment.total === 0)
    throw badRequest('PAYMENT_NOT_SUCCEEDED', 'Only paid payments can be disputed');
  const running = dodo.tables.disputes.by('payment', paymentId).some((row) => NEXT[row.status] !== undefined);
  if (running) throw conflict('DISPUTE_EXISTS', 'This payment is already disputed');
  const row: DisputeRecord = {
    id: newId('dp_'),
    createdMs: dodo.now(),
    paymentId,
    customerId: payment.customerId,
    amount: Math.min(given.amount ?? payment.total, payment.total),
    currency: payment.currency,
    byRdr: isResolvedAtOnce(dodo, payment),
    stage: given.stage ?? 'dispute',
    status: 'dispute_opened',
    reason: given.reason ?? 'Fraudulent transaction',
    remarks: null,
  };
  dodo.tables.disputes.put(row.id, row);
  dodo.emit('dispute.opened', row.id);
  const at = Math.ceil((dodo.now() + DAYS_TO_ANSWER * DAY_MS) / 1000);
  dodo.world.clocks.schedule({
    at,
    kind: DISPUTE_EXPIRY,
    key: `${DISPUTE_EXPIRY}:${row.id}`,
    data: { disputeId: row.id },
  });
  return row.byRdr ? moveDispute(dodo, row.id, 'lost') : row;
}

/** A small Visa payment is refunded before it becomes a dispute, which counts as lost (Dodo docs, "Disputes"). */
function isResolvedAtOnce(dodo: Dodo, { card, total, currency }: PaymentRecord): boolean {
  const dollars = convert(total, currency, 'USD');
  const small = dollars !== null && dollars <= RDR_THRESHOLD;
  return dodo.switches.get('rapid_dispute_resolution') === 'on' && card?.brand === 'visa' && small;
}

/** Changes the status of a dispute. @throws 400 when its status doesn't allow that */
export function moveDispute(
  dodo: Dodo,
  disputeId: string,
  outcome: Outcome,
  remarks: string | null = null,
): DisputeRecord {
  const row = need(dodo.tables.disputes, disputeId);
  if (!NEXT[row.status]?.includes(outcome))
    throw badRequest('INVALID_REQUEST_PARAMETERS', `A dispute that is ${row.status} cannot be ${outcome}`);
  dodo.world.clocks.cancel(`${DISPUTE_EXPIRY}:${row.id}`);
  const next = dodo.tables.disputes.put(row.id, {
    ...row,
    status: `dispute_${outcome}`,
    remarks: remarks ?? row.remarks,
  });
  const type: EventType = `dispute.${outcome}`;
  dodo.emit(type, row.id);
  return next;
}
