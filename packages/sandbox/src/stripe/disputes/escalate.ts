import type { StripeContext } from '../api/context';
import type { DisputeRecord } from '../api/tables';
import { withdraw } from './open';
import { disputeTime } from './resolve';

/** An inquiry becomes a chargeback: the money is withdrawn, and a response is due again. */
export function escalate(ctx: StripeContext, dispute: DisputeRecord): DisputeRecord {
  const created = disputeTime(ctx, dispute);
  const taken = withdraw(ctx, dispute.id, dispute.amount, dispute.currency, created);
  const card = dispute.payment_method_details?.card;
  const escalated = ctx.update(
    ctx.tables.disputes,
    dispute,
    {
      status: 'needs_response',
      is_charge_refundable: false,
      balance_transactions: [...dispute.balance_transactions, taken],
      ...(card ? { payment_method_details: { type: 'card', card: { ...card, case_type: 'chargeback' } } } : {}),
    },
    'charge.dispute.updated',
    { created },
  );
  ctx.emit('charge.dispute.funds_withdrawn', escalated, undefined, { created });
  return escalated;
}
