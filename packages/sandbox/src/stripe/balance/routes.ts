import { type Expandables, reference } from '../api/expand';
import { listOf, listParams } from '../api/list';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute, type Route } from '../api/route';
import type { BalanceTransactionRecord } from '../api/tables';
import { startAvailable } from './available';
import { current } from './ledger';
import { balanceObject } from './object';

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
    defineRoute({ method: 'GET', path: '/v1/balance', handler: (ctx) => balanceObject(ctx) }),
    ...transactionRoutes('/v1/balance_transactions'),
    ...transactionRoutes('/v1/balance/history'),
  ],
  expandables,
  start: startAvailable,
  serializers: {
    balance_transaction: (ctx, transaction: BalanceTransactionRecord) => current(ctx, transaction),
  },
};
