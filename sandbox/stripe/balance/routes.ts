import type { Stripe } from 'stripe';
import { type Expandables, reference } from '../api/expand';
import type { StripeContext } from '../api/kit';
import { listOf, listParams } from '../api/list';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute, type Route } from '../api/route';
import type { BalanceTransactionRecord } from '../api/tables';
import type { Wire } from '../api/wire';
import { current } from './ledger';

type Balance = Wire<Stripe.Balance>;

/** The sums of all balance transactions, by currency. */
function balance(ctx: StripeContext): Balance {
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

function transactionRoutes(url: '/v1/balance_transactions' | '/v1/balance/history'): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, currency: p.currency(), payout: p.string(), source: p.string(), type: p.string() },
      handler: (ctx, { params: { currency, source, type, payout, ...page } }) =>
        listOf<BalanceTransactionRecord>(page, {
          url,
          label: 'balance transaction',
          source:
            payout !== undefined
              ? []
              : source === undefined
                ? ctx.tables.balanceTransactions.newestFirst()
                : ctx.tables.balanceTransactions.by('source', source),
          where: (transaction) =>
            (currency === undefined || transaction.currency === currency) &&
            (type === undefined || transaction.type === type),
        }),
    }),
    defineRoute({
      method: 'GET',
      path: `${url}/:id`,
      handler: (ctx, { id }) => ctx.need(ctx.tables.balanceTransactions, 'balance transaction', id),
    }),
  ];
}

const expandables: Expandables = {
  'balance_transaction.source': reference(
    '*',
    (ctx, id) => ctx.tables.charges.get(id) ?? ctx.tables.refunds.get(id) ?? ctx.tables.disputes.get(id),
  ),
};

export const balances: Resource = {
  routes: [
    defineRoute({ method: 'GET', path: '/v1/balance', handler: (ctx) => balance(ctx) }),
    ...transactionRoutes('/v1/balance_transactions'),
    ...transactionRoutes('/v1/balance/history'),
  ],
  expandables,
  serialisers: {
    balance_transaction: (ctx, transaction: BalanceTransactionRecord) => current(ctx, transaction),
  },
};
