import { findCard } from '../../engine/cards';
import type { StripeContext } from '../api/context';
import type { ChargeRecord } from '../api/tables';
import { planAvailable } from '../balance/available';
import { processingFee, record } from '../balance/ledger';
import { openDispute } from '../disputes/open';

// Real accounts get the balance transaction about two seconds later, with charge.updated
// (docs/providers/stripe.md#checkout).
const SETTLES_AFTER = 2;

/** Schedules when a captured charge gets its balance transaction, and the dispute of some test cards. */
export function planSettlement(ctx: StripeContext, charge: ChargeRecord): void {
  ctx.world.clocks.schedule({
    at: ctx.now(charge.customer) + SETTLES_AFTER,
    kind: 'stripe.charge.settle',
    key: `stripe.charge.settle:${charge.id}`,
    data: { id: charge.id },
    clock: ctx.clockOf(charge.customer),
  });
}

export function startSettlement(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.charge.settle', ({ id }: { id: string }) => {
    const charge = ctx.tables.charges.get(id);
    if (!charge) return;
    settleCharge(ctx, charge);
    disputeIfWanted(ctx, charge);
  });
}

/** Opens the dispute of a test card, once. API clients look for it right after the payment, as the CLI's recipes do. */
export function disputeIfWanted(ctx: StripeContext, charge: ChargeRecord): void {
  const kind = behaviorOf(ctx, charge)?.dispute;
  if (kind && charge.captured && ctx.tables.disputes.by('charge', charge.id).length === 0)
    openDispute(ctx, charge.id, kind);
}

const behaviorOf = (ctx: StripeContext, charge: ChargeRecord) =>
  findCard(ctx.tables.instruments.get(charge.payment_method ?? '')?.number ?? '')?.behavior;

/** Creates the balance transaction of a captured charge if it has none. Returns the updated charge. */
export function settleCharge(ctx: StripeContext, charge: ChargeRecord): ChargeRecord {
  if (charge.balance_transaction !== null || !charge.captured || charge.status !== 'succeeded') return charge;
  const transaction = record(ctx, {
    amount: charge.amount_captured,
    fee: processingFee(charge.amount_captured),
    currency: charge.currency,
    source: charge.id,
    type: charge.id.startsWith('py_') ? 'payment' : 'charge',
    category: 'charge',
    created: ctx.now(charge.customer),
    description: charge.description,
    availableAtOnce: behaviorOf(ctx, charge)?.available === true,
  });
  planAvailable(ctx, transaction);
  return ctx.update(ctx.tables.charges, charge, { balance_transaction: transaction.id }, 'charge.updated');
}
