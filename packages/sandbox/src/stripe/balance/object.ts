import type { Stripe } from 'stripe';
import type { StripeContext } from '../api/context';
import type { Wire } from '../api/wire';

type Balance = Wire<Stripe.Balance>;

/** The totals of all balance transactions, by currency. */
export function balanceObject(ctx: StripeContext): Balance {
  const now = ctx.now();
  const sums = new Map<string, { available: number; pending: number }>([['usd', { available: 0, pending: 0 }]]);
  for (const transaction of ctx.tables.balanceTransactions.oldestFirst()) {
    const sum = sums.get(transaction.currency) ?? { available: 0, pending: 0 };
    sum[transaction.available_on <= now ? 'available' : 'pending'] += transaction.net;
    sums.set(transaction.currency, sum);
  }
  const part = (key: 'available' | 'pending') =>
    [...sums].map(([currency, sum]) => ({ amount: sum[key], currency, source_types: { card: sum[key] } }));
  return { object: 'balance', available: part('available'), livemode: false, pending: part('pending') };
}
