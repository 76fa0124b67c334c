import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import type { BalanceTransactionRecord, DisputeRecord } from '../api/tables';
import { DISPUTE_FEE, record } from '../balance/ledger';
import { settleCharge } from '../charges/settle';
import { noEvidence } from './evidence';
import { planDueDate } from './scheduled';

const DAY = 86_400;
const DAYS_TO_ANSWER = 21;

/** What a customer reported to their bank. */
export interface DisputeWanted {
  reason?: string;
  /** Minor units; defaults to the whole charge. */
  amount?: number;
}

/**
 * A customer disputes a charge. A chargeback withdraws the money and a fee immediately; an inquiry (`warning_*`)
 * withdraws nothing.
 * @throws 400 when the charge was already disputed
 * Emits charge.dispute.created, .funds_withdrawn and charge.updated (docs/providers/stripe.md#refunds-and-disputes).
 */
export function openDispute(
  ctx: StripeContext,
  chargeId: string,
  kind: 'fraudulent' | 'inquiry',
  wanted: DisputeWanted = {},
): DisputeRecord {
  if (ctx.tables.disputes.by('charge', chargeId).length > 0) {
    throw invalidRequest(`Charge ${chargeId} has already been disputed.`, { param: 'charge' });
  }
  const charge = settleCharge(ctx, ctx.need(ctx.tables.charges, 'charge', chargeId, 'charge'));
  const created = ctx.now(charge.customer);
  const amount = Math.min(wanted.amount ?? charge.amount, charge.amount);
  const id = newId('dispute');
  const withdrawn = kind === 'inquiry' ? [] : [withdraw(ctx, id, amount, charge.currency, created)];
  const dispute = ctx.tables.disputes.put(id, {
    id,
    object: 'dispute',
    amount,
    balance_transactions: withdrawn,
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence(charge.billing_details.email, charge.billing_details.name),
    evidence_details: {
      due_by: (Math.floor(created / DAY) + DAYS_TO_ANSWER) * DAY - 1,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: kind === 'inquiry',
    livemode: false,
    metadata: {},
    network_reason_code: '10.4',
    payment_intent: charge.payment_intent,
    payment_method_details: {
      type: 'card',
      card: {
        brand: charge.payment_method_details?.card?.brand ?? 'visa',
        case_type: kind === 'inquiry' ? 'inquiry' : 'chargeback',
        network: charge.payment_method_details?.card?.network ?? 'visa',
        network_reason_code: '10.4',
      },
    },
    reason: wanted.reason ?? 'fraudulent',
    status: kind === 'inquiry' ? 'warning_needs_response' : 'needs_response',
  });
  const event = { created };
  ctx.emit('charge.dispute.created', dispute, undefined, event);
  if (withdrawn.length > 0) ctx.emit('charge.dispute.funds_withdrawn', dispute, undefined, event);
  ctx.update(ctx.tables.charges, charge, { disputed: true }, 'charge.updated');
  planDueDate(ctx, dispute);
  return dispute;
}

/** Withdraws the disputed amount and the fee from the balance. */
export function withdraw(
  ctx: StripeContext,
  source: string,
  amount: number,
  currency: string,
  created: number,
): BalanceTransactionRecord {
  return record(ctx, {
    amount: -amount,
    fee: DISPUTE_FEE,
    feeDescription: 'Dispute fee',
    currency,
    source,
    type: 'adjustment',
    category: 'dispute',
    created,
    description: 'Chargeback withdrawal',
  });
}
