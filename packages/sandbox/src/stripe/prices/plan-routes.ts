import { invalidRequest } from '../api/errors';
import { reference } from '../api/expand';
import { newId } from '../api/ids';
import { listOf, listParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { p, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import { createProduct } from '../products/create';
import { createPrice } from './create';
import { planOf } from './plan';
import { updatePrice } from './update';

const url = '/v1/plans';

/** Recurring prices under their legacy name. A plan is a price; both return the same data. */
export const plans: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: {
        active: p.boolean(),
        amount: p.integer({ min: 0 }),
        amount_decimal: p.decimal({ min: 0 }),
        currency: required(p.currency()),
        id: p.string({ max: 200 }),
        interval: required(p.enumOf('day', 'month', 'week', 'year')),
        interval_count: p.integer({ min: 1 }),
        metadata: p.metadata(),
        nickname: p.string(),
        product: required(
          p.orObject(p.string(), {
            name: required(p.string({ max: 250 })),
            active: p.boolean(),
            id: p.string(),
            metadata: p.metadata(),
            unit_label: p.string({ max: 12 }),
          }),
        ),
        trial_period_days: p.integer({ min: 1 }),
        usage_type: p.enumOf('licensed', 'metered'),
      },
      handler(ctx, { params }) {
        const { amount, amount_decimal, interval, interval_count, trial_period_days, usage_type, ...rest } = params;
        if (params.id !== undefined && ctx.tables.prices.get(params.id)) {
          throw invalidRequest('Plan already exists.', { code: 'resource_already_exists', param: 'id' });
        }
        const product =
          typeof params.product === 'string'
            ? ctx.need(ctx.tables.products, 'product', params.product, 'product')
            : createProduct(ctx, params.product.name, params.product);
        const price = createPrice(ctx, {
          ...rest,
          id: params.id ?? newId('plan'),
          product: product.id,
          unit_amount: amount,
          unit_amount_decimal: amount_decimal,
          recurring: { interval, interval_count, trial_period_days, usage_type },
        });
        return planOf(price);
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, active: p.boolean(), product: p.string() },
      handler: (ctx, { params }) =>
        listOf(params, {
          url,
          label: 'plan',
          source: [...ctx.tables.prices.newestFirst()].filter((price) => price.recurring).map(planOf),
          where: (plan) =>
            (params.active === undefined || plan.active === params.active) &&
            (params.product === undefined || plan.product === params.product),
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/plans/:id',
      handler: (ctx, { id }) => planOf(ctx.need(ctx.tables.prices, 'plan', id, 'plan', 404)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/plans/:id',
      params: { active: p.boolean(), metadata: p.metadata(), nickname: p.string() },
      handler(ctx, { id, params }) {
        const price = ctx.need(ctx.tables.prices, 'plan', id, 'plan', 404);
        const patch = {
          active: params.active ?? price.active,
          metadata: mergeMetadata(price.metadata, params.metadata),
          nickname: params.nickname ?? price.nickname,
        };
        return planOf(updatePrice(ctx, price, patch));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/plans/:id',
      handler(ctx, { id }) {
        const price = ctx.need(ctx.tables.prices, 'plan', id, 'plan', 404);
        ctx.tables.prices.remove(id);
        ctx.emit('plan.deleted', planOf(price));
        ctx.emit('price.deleted', price);
        return { id, object: 'plan', deleted: true };
      },
    }),
  ],
  expandables: { 'plan.product': reference('product', (ctx, id) => ctx.tables.products.get(id)) },
};
