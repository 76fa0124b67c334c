import { findCard } from '../../engine/cards';
import type { StripeContext } from '../api/context';
import { checkChargeable } from '../api/currencies';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import type { ChargeRecord, RefundRecord } from '../api/tables';
import { record } from '../balance/ledger';
import { settleCharge } from '../charges/settle';
import { formatAmount } from '../payment-intents/minimum';
import { planRefund } from './scheduled';

export interface NewRefund {
  /** Minor units; defaults to the remaining amount. */
  amount?: number | undefined;
  reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer' | undefined;
  metadata?: Record<string, string> | undefined;
}

/** The refundable amount of a charge, in minor units. */
export const refundable = (charge: ChargeRecord): number => charge.amount - charge.amount_refunded;

/**
 * Refunds a charge. Refunds of some test cards stay pending or fail later (docs.stripe.com/testing).
 * Emits refund.created, charge.refunded and charge.refund.updated (docs/providers/stripe.md#refunds-and-disputes).
 * @throws 400 `charge_already_refunded`, for more than the remaining amount, for a charge that failed, is
 * uncaptured, or was charged back
 */
export function refundCharge(ctx: StripeContext, given: ChargeRecord, wanted: NewRefund): RefundRecord {
  check(ctx, given, wanted.amount);
  if (wanted.amount !== undefined) checkChargeable(wanted.amount, given.currency);
  const charge = settleCharge(ctx, given);
  const amount = wanted.amount ?? refundable(charge);
  const id = newId('refund');
  const created = ctx.now(charge.customer);
  const behavior = findCard(ctx.tables.instruments.get(charge.payment_method ?? '')?.number ?? '')?.behavior;
  const pending = behavior?.refund === 'succeeds_later' || charge.payment_method_details?.type !== 'card';
  const transaction = record(ctx, {
    amount: -amount,
    currency: charge.currency,
    source: id,
    type: charge.id.startsWith('py_') ? 'payment_refund' : 'refund',
    category: 'refund',
    created,
    description: charge.description === null ? 'REFUND FOR CHARGE' : `REFUND FOR CHARGE (${charge.description})`,
  });
  const refund = ctx.tables.refunds.put(id, {
    id,
    object: 'refund',
    amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    created,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    ...destination(charge),
    metadata: wanted.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(pending ? { pending_reason: 'processing' as const } : {}),
    reason: wanted.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: pending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  });
  ctx.emit('refund.created', refund);
  const refunded = charge.amount_refunded + amount;
  ctx.update(
    ctx.tables.charges,
    charge,
    { amount_refunded: refunded, refunded: refunded >= charge.amount },
    'charge.refunded',
  );
  planRefund(ctx, refund, behavior?.refund);
  return refund;
}

function destination(charge: ChargeRecord): Partial<RefundRecord> {
  if (charge.payment_method_details?.type !== 'card') return {};
  const card = { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' as const };
  return { destination_details: { card, type: 'card' } };
}

function check(ctx: StripeContext, charge: ChargeRecord, amount: number | undefined): void {
  const left = refundable(charge);
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw invalidRequest(
      charge.status === 'failed'
        ? `Charge ${charge.id} has failed and cannot be refunded.`
        : `Charge ${charge.id} cannot be refunded: it has not been captured or is still pending.`,
      { code: 'charge_not_refundable', param: 'charge' },
    );
  }
  if (left <= 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  const chargedBack = ctx.tables.disputes
    .by('charge', charge.id)
    .some((dispute) => !dispute.is_charge_refundable && dispute.status !== 'won');
  if (chargedBack) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  if (amount !== undefined && amount > left) {
    const [asked, rest] = [formatAmount(amount, charge.currency), formatAmount(left, charge.currency)];
    throw invalidRequest(`Refund amount (${asked}) is greater than unrefunded amount on charge (${rest})`, {
      param: 'amount',
    });
  }
}
