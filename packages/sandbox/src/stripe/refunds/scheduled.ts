import type { CardBehavior } from '../../engine/cards';
import type { StripeContext } from '../api/context';
import type { RefundRecord } from '../api/tables';
import { record } from '../balance/ledger';

// Docs say "some time later"; you can watch it within a minute.
const SOON = 60;
// A bank debit's refund takes days; the acquirer's reference of a card refund is available within hours.
const DAYS = 3 * 86_400;
const REFERENCE_AFTER = 6 * 3600;

type Ending = 'fails' | 'succeeds' | 'reference';

/** Schedules what happens to a refund after its creation. */
export function planRefund(ctx: StripeContext, refund: RefundRecord, behavior: CardBehavior['refund']): void {
  if (behavior === 'fails_later') plan(ctx, refund, 'fails', SOON);
  else if (behavior === 'succeeds_later') plan(ctx, refund, 'succeeds', SOON);
  else if (refund.status === 'pending') plan(ctx, refund, 'succeeds', DAYS);
  else plan(ctx, refund, 'reference', REFERENCE_AFTER);
}

function plan(ctx: StripeContext, refund: RefundRecord, ending: Ending, after: number): void {
  ctx.world.clocks.schedule({
    at: refund.created + after,
    kind: 'stripe.refund.later',
    key: `stripe.refund.later:${refund.id}`,
    data: { id: refund.id, ending },
    clock: ctx.clockOf(refund.customer),
  });
}

export function startRefunds(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.refund.later', ({ id, ending }: { id: string; ending: Ending }) => {
    const refund = ctx.tables.refunds.get(id);
    if (!refund) return;
    if (ending === 'fails') failRefund(ctx, refund, 'lost_or_stolen_card');
    else if (ending === 'succeeds') succeed(ctx, refund);
    else reference(ctx, refund);
  });
}

function reference(ctx: StripeContext, refund: RefundRecord): void {
  const details = refund.destination_details;
  if (!details?.card || refund.status !== 'succeeded') return;
  const card = { ...details.card, reference: refund.id.slice(-16).toUpperCase(), reference_status: 'available' };
  told(ctx, refund, { destination_details: { ...details, card } });
}

function succeed(ctx: StripeContext, refund: RefundRecord): void {
  if (refund.status !== 'pending') return;
  const { pending_reason: _, ...rest } = refund;
  ctx.tables.refunds.put(refund.id, rest);
  told(ctx, rest, { status: 'succeeded' });
}

function told(ctx: StripeContext, refund: RefundRecord, patch: Partial<RefundRecord>): RefundRecord {
  const next = ctx.update(ctx.tables.refunds, refund, patch, 'refund.updated');
  ctx.emit('charge.refund.updated', next, patch.status === undefined ? undefined : { status: refund.status });
  return next;
}

/**
 * The refund fails: its amount returns to the balance and is refundable again. Emits refund.updated, refund.failed
 * (docs/providers/stripe.md#refunds-and-disputes).
 */
export function failRefund(ctx: StripeContext, refund: RefundRecord, reason: string): RefundRecord {
  return takeBack(ctx, refund, 'failed', 'refund_failure', { failure_reason: reason });
}

/** Same as `failRefund`, for a refund that is canceled while pending. */
export function cancelRefund(ctx: StripeContext, refund: RefundRecord): RefundRecord {
  return takeBack(ctx, refund, 'canceled', 'payment_failure_refund', {});
}

function takeBack(
  ctx: StripeContext,
  refund: RefundRecord,
  status: 'failed' | 'canceled',
  type: 'refund_failure' | 'payment_failure_refund',
  more: Partial<RefundRecord>,
): RefundRecord {
  if (refund.status === 'failed' || refund.status === 'canceled') return refund;
  const transaction = record(ctx, {
    amount: refund.amount,
    currency: refund.currency,
    source: refund.id,
    type,
    category: 'refund_failure',
    created: ctx.now(refund.customer),
    description: `REFUND ${status.toUpperCase()} (${refund.id})`,
  });
  ctx.world.clocks.cancel(`stripe.refund.later:${refund.id}`);
  const next = told(ctx, refund, { ...more, status, failure_balance_transaction: transaction.id });
  const charge = ctx.tables.charges.get(refund.charge ?? '');
  if (charge) {
    const amount_refunded = charge.amount_refunded - refund.amount;
    ctx.update(ctx.tables.charges, charge, { amount_refunded, refunded: false }, 'charge.updated');
  }
  if (status === 'failed') ctx.emit('refund.failed', next);
  return next;
}
