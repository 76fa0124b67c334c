import { resourceMissing } from '../api/errors';
import { listOf, listParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { p, required } from '../api/params';
import { defineRoute, type Route } from '../api/route';
import { changeBalance } from './balance';

const label = 'customer balance transaction';

export const balanceRoutes: Route[] = [
  defineRoute({
    method: 'POST',
    path: '/v1/customers/:id/balance_transactions',
    params: {
      amount: required(p.integer()),
      currency: required(p.currency()),
      description: p.string({ max: 350 }),
      metadata: p.metadata(),
    },
    handler(ctx, { id, params }) {
      const customer = ctx.need(ctx.tables.customers, 'customer', id);
      return changeBalance(ctx, {
        customer,
        amount: params.amount,
        currency: params.currency,
        description: params.description ?? null,
        metadata: mergeMetadata(null, params.metadata),
        type: 'adjustment',
      }).transaction;
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/customers/:id/balance_transactions',
    params: { ...listParams, invoice: p.string() },
    handler(ctx, { id, params }) {
      ctx.need(ctx.tables.customers, 'customer', id);
      return listOf(params, {
        url: `/v1/customers/${id}/balance_transactions`,
        label,
        source: ctx.tables.customerBalanceTransactions.by('customer', id),
        where: (transaction) => params.invoice === undefined || transaction.invoice === params.invoice,
      });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/customers/:id/balance_transactions/:transaction',
    handler(ctx, { id, transaction }) {
      const found = ctx.need(ctx.tables.customerBalanceTransactions, label, transaction);
      if (found.customer !== id) throw resourceMissing(label, transaction);
      return found;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/customers/:id/balance_transactions/:transaction',
    params: { description: p.string({ max: 350 }), metadata: p.metadata() },
    handler(ctx, { id, transaction, params }) {
      const found = ctx.need(ctx.tables.customerBalanceTransactions, label, transaction);
      if (found.customer !== id) throw resourceMissing(label, transaction);
      return ctx.update(ctx.tables.customerBalanceTransactions, found, {
        description: params.description ?? found.description,
        metadata: mergeMetadata(found.metadata, params.metadata),
      });
    },
  }),
];
