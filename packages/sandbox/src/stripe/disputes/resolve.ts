import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { DisputeRecord } from '../api/tables';
import { DISPUTE_FEE, record } from '../balance/ledger';

/** Disputes have no customer; their clock is that of the charge's customer. */
export function disputeTime(ctx: StripeContext, dispute: DisputeRecord): number {
  return ctx.now(ctx.tables.charges.get(dispute.charge)?.customer);
}

export const isInquiry = (dispute: DisputeRecord): boolean => dispute.status.startsWith('warning_');

const ENDED = ['won', 'lost', 'warning_closed', 'prevented'];

/**
 * The bank decides. A won dispute reinstates the money and the fee. An inquiry is only closed.
 * Emits charge.dispute.closed and, if won, .funds_reinstated (docs/providers/stripe.md#refunds-and-disputes).
 * @throws 400 when it is already closed
 */
export function resolveDispute(ctx: StripeContext, dispute: DisputeRecord, outcome: 'won' | 'lost'): DisputeRecord {
  if (ENDED.includes(dispute.status)) {
    throw invalidRequest(`This dispute is already closed: its status is ${dispute.status}.`, { param: 'dispute' });
  }
  const created = disputeTime(ctx, dispute);
  const event = { created };
  ctx.world.clocks.cancel(dueKey(dispute.id));
  if (isInquiry(dispute)) {
    return ctx.update(ctx.tables.disputes, dispute, { status: 'warning_closed' }, 'charge.dispute.closed', event);
  }
  if (outcome === 'lost') {
    return ctx.update(ctx.tables.disputes, dispute, { status: 'lost' }, 'charge.dispute.closed', event);
  }
  const returned = record(ctx, {
    amount: dispute.amount,
    fee: -DISPUTE_FEE,
    feeDescription: 'Dispute fee',
    currency: dispute.currency,
    source: dispute.id,
    type: 'adjustment',
    category: 'dispute_reversal',
    created,
    description: 'Chargeback reversal',
  });
  const balance_transactions = [...dispute.balance_transactions, returned];
  const won = ctx.update(
    ctx.tables.disputes,
    dispute,
    { status: 'won', balance_transactions },
    'charge.dispute.closed',
    event,
  );
  ctx.emit('charge.dispute.funds_reinstated', won, { balance_transactions: dispute.balance_transactions }, event);
  return won;
}

export const dueKey = (id: string): string => `stripe.dispute.due:${id}`;
