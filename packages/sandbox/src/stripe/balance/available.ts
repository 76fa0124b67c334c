import type { StripeContext } from '../api/context';
import type { BalanceTransactionRecord } from '../api/tables';
import { balanceObject } from './object';

/** Schedules `balance.available` for the time when funds become available: one event per time, for all funds. */
export function planAvailable(ctx: StripeContext, transaction: BalanceTransactionRecord): void {
  const at = Math.max(transaction.available_on, ctx.now());
  ctx.world.clocks.schedule({ at, kind: 'stripe.balance.available', key: `stripe.balance.available:${at}`, data: {} });
}

export function startAvailable(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.balance.available', () => ctx.emit('balance.available', balanceObject(ctx)));
}
