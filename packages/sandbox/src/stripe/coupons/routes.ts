import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { type Expandables, included } from '../api/expand';
import { newId } from '../api/ids';
import { listOf, listParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { type ParamsOf, p, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { CouponRecord } from '../api/tables';
import { unsupported } from '../subscriptions/unsupported';
import { isValid } from './valid';

const url = '/v1/coupons';

const couponFields = {
  amount_off: p.integer({ min: 1 }),
  applies_to: p.object({ products: required(p.array(p.string())) }),
  currency: p.currency(),
  currency_options: unsupported(),
  duration: p.enumOf('forever', 'once', 'repeating'),
  duration_in_months: p.integer({ min: 1 }),
  id: p.string({ max: 200 }),
  max_redemptions: p.integer({ min: 1 }),
  metadata: p.metadata(),
  name: p.string({ max: 40 }),
  percent_off: p.decimal({ min: 0, max: 100 }),
  redeem_by: p.timestamp(),
};

function check(ctx: StripeContext, params: ParamsOf<typeof couponFields>): void {
  const { amount_off, currency, percent_off } = params;
  if ((amount_off === undefined) === (percent_off === undefined)) {
    throw invalidRequest('You must pass exactly one of `percent_off` or `amount_off`.', {
      code: amount_off === undefined ? 'parameter_missing' : 'parameters_exclusive',
      param: 'percent_off',
    });
  }
  if (percent_off !== undefined && Number(percent_off) <= 0) {
    throw invalidRequest('percent_off must be greater than 0.', { param: 'percent_off' });
  }
  if (amount_off !== undefined && currency === undefined) {
    throw invalidRequest('You must pass currency when passing amount_off', {
      code: 'parameter_missing',
      param: 'currency',
    });
  }
  if (params.duration === 'repeating' && params.duration_in_months === undefined) {
    throw invalidRequest('You must pass duration_in_months when passing duration=repeating', {
      code: 'parameter_missing',
      param: 'duration_in_months',
    });
  }
  if (params.duration_in_months !== undefined && params.duration !== 'repeating') {
    throw invalidRequest('duration_in_months can only be used with duration=repeating', {
      param: 'duration_in_months',
    });
  }
  if (params.redeem_by !== undefined && params.redeem_by <= ctx.now()) {
    throw invalidRequest('The `redeem_by` must be in the future.', { param: 'redeem_by' });
  }
  for (const product of params.applies_to?.products ?? []) {
    ctx.need(ctx.tables.products, 'product', product, 'applies_to[products][0]');
  }
}

const expandables: Expandables = {
  'coupon.applies_to': included<CouponRecord>(
    '*',
    (ctx, coupon) => ctx.tables.coupons.get(coupon.id)?.applies_to ?? null,
  ),
};

export const coupons: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: couponFields,
      handler(ctx, { params }) {
        check(ctx, params);
        const id = params.id ?? newId('coupon');
        if (ctx.tables.coupons.get(id)) {
          throw invalidRequest('Coupon already exists.', { code: 'resource_already_exists', param: 'id' });
        }
        const coupon = ctx.tables.coupons.put(id, {
          id,
          object: 'coupon',
          amount_off: params.amount_off ?? null,
          ...(params.applies_to ? { applies_to: { products: params.applies_to.products } } : {}),
          created: ctx.now(),
          currency: params.amount_off === undefined ? null : (params.currency ?? null),
          duration: params.duration ?? 'once',
          duration_in_months: params.duration_in_months ?? null,
          livemode: false,
          max_redemptions: params.max_redemptions ?? null,
          metadata: mergeMetadata(null, params.metadata),
          name: params.name ?? null,
          percent_off: params.percent_off === undefined ? null : Number(params.percent_off),
          redeem_by: params.redeem_by ?? null,
          times_redeemed: 0,
          valid: true,
        });
        ctx.emit('coupon.created', coupon);
        return coupon;
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: listParams,
      handler: (ctx, { params }) =>
        listOf<CouponRecord>(params, { url, label: 'coupon', source: ctx.tables.coupons.newestFirst() }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/coupons/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.coupons, 'coupon', id, 'coupon', 404),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/coupons/:id',
      params: { metadata: p.metadata(), name: p.string({ max: 40 }) },
      handler(ctx, { id, params }) {
        const coupon = ctx.need(ctx.tables.coupons, 'coupon', id, 'coupon', 404);
        const patch = {
          metadata: mergeMetadata(coupon.metadata, params.metadata),
          name: params.name ?? coupon.name,
        };
        return ctx.update(ctx.tables.coupons, coupon, patch, 'coupon.updated');
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/coupons/:id',
      handler(ctx, { id }) {
        const coupon = ctx.need(ctx.tables.coupons, 'coupon', id, 'coupon', 404);
        ctx.tables.coupons.remove(id);
        for (const code of ctx.tables.promotionCodes.by('coupon', id)) {
          ctx.update(ctx.tables.promotionCodes, code, { active: false }, 'promotion_code.updated');
        }
        ctx.emit('coupon.deleted', { ...coupon, valid: false });
        return { id, object: 'coupon', deleted: true };
      },
    }),
  ],
  expandables,
  serializers: {
    // `applies_to` is only returned when it is expanded.
    coupon: (ctx, { applies_to: _, ...coupon }: CouponRecord) => ({ ...coupon, valid: isValid(ctx, coupon) }),
  },
};
