import { id as randomCode } from '../../engine/random';
import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { type Expandables, reference } from '../api/expand';
import { newId } from '../api/ids';
import { listOf, listParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { p, removedIn, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { CouponRecord, PromotionCodeRecord } from '../api/tables';
import { isValid } from '../coupons/valid';
import { unsupported } from '../subscriptions/unsupported';
import { isActive } from './active';

const url = '/v1/promotion_codes';
const label = 'promotion code';

const restrictions = p.object({
  first_time_transaction: p.boolean(),
  minimum_amount: p.integer({ min: 1 }),
  minimum_amount_currency: p.currency(),
});

/** A code is unique among the active ones, for all customers or for the same customer, case-insensitive. */
function checkUnique(ctx: StripeContext, code: string, customer: string | null): void {
  const twin = ctx.tables.promotionCodes
    .by('code', code.toLowerCase())
    .find((other) => isActive(ctx, other) && (other.customer === null || other.customer === customer));
  if (!twin) return;
  throw invalidRequest(`An active promotion code with \`code: ${code}\` already exists.`, {
    code: 'resource_already_exists',
    param: 'code',
  });
}

function couponFor(ctx: StripeContext, id: string | undefined): CouponRecord {
  if (id === undefined) {
    throw invalidRequest('Missing required param: promotion.', { code: 'parameter_missing', param: 'promotion' });
  }
  const coupon = ctx.need(ctx.tables.coupons, 'coupon', id, 'promotion[coupon]');
  if (isValid(ctx, coupon)) return coupon;
  throw invalidRequest(`Coupon ${id} is expired or has been fully redeemed.`, {
    code: 'coupon_expired',
    param: 'promotion[coupon]',
  });
}

const expandables: Expandables = {
  'promotion_code.promotion.coupon': reference('coupon', (ctx, id) => ctx.tables.coupons.get(id)),
  'promotion_code.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)),
};

export const promotionCodes: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: {
        promotion: p.object({ type: required(p.enumOf('coupon')), coupon: p.string() }),
        // The name until clover; the CLI's recipes still send it.
        coupon: removedIn('2025-09-30', p.string()),
        active: p.boolean(),
        code: p.string({ max: 500 }),
        customer: p.string(),
        expires_at: p.timestamp(),
        max_redemptions: p.integer({ min: 1 }),
        metadata: p.metadata(),
        restrictions,
      },
      handler(ctx, { params }) {
        const { promotion, expires_at, restrictions: limits } = params;
        const coupon = couponFor(ctx, promotion?.coupon ?? params.coupon);
        const customer =
          params.customer === undefined
            ? null
            : ctx.need(ctx.tables.customers, 'customer', params.customer, 'customer').id;
        const code = params.code ?? randomCode('', 8, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789');
        if (!/^[A-Za-z0-9_-]+$/.test(code)) {
          throw invalidRequest('Promotion codes may only contain letters, digits, - and _.', { param: 'code' });
        }
        if (expires_at !== undefined && expires_at <= ctx.now()) {
          throw invalidRequest('The expiration date must be in the future.', { param: 'expires_at' });
        }
        if (limits?.minimum_amount !== undefined && limits.minimum_amount_currency === undefined) {
          throw invalidRequest('You must pass minimum_amount_currency when passing minimum_amount.', {
            code: 'parameter_missing',
            param: 'restrictions[minimum_amount_currency]',
          });
        }
        if (params.active !== false) checkUnique(ctx, code, customer);
        const id = newId('promotion_code');
        const record = ctx.tables.promotionCodes.put(id, {
          id,
          object: 'promotion_code',
          active: params.active ?? true,
          code,
          created: ctx.now(),
          customer,
          customer_account: null,
          expires_at: expires_at ?? null,
          livemode: false,
          max_redemptions: params.max_redemptions ?? null,
          metadata: mergeMetadata(null, params.metadata),
          promotion: { coupon: coupon.id, type: 'coupon' },
          restrictions: {
            first_time_transaction: limits?.first_time_transaction ?? false,
            minimum_amount: limits?.minimum_amount ?? null,
            minimum_amount_currency: limits?.minimum_amount_currency ?? null,
          },
          times_redeemed: 0,
        });
        ctx.emit('promotion_code.created', record);
        return record;
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, active: p.boolean(), code: p.string(), coupon: p.string(), customer: p.string() },
      handler: (ctx, { params: { active, code, coupon, customer, ...page } }) =>
        listOf<PromotionCodeRecord>(page, {
          url,
          label,
          source:
            code === undefined
              ? ctx.tables.promotionCodes.newestFirst()
              : ctx.tables.promotionCodes.by('code', code.toLowerCase()),
          where: (record) =>
            (active === undefined || isActive(ctx, record) === active) &&
            (coupon === undefined || record.promotion.coupon === coupon) &&
            (customer === undefined || record.customer === customer),
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/promotion_codes/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.promotionCodes, label, id, 'promotion_code', 404),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/promotion_codes/:id',
      params: { active: p.boolean(), metadata: p.metadata(), restrictions: unsupported() },
      handler(ctx, { id, params }) {
        const record = ctx.need(ctx.tables.promotionCodes, label, id, 'promotion_code', 404);
        if (params.active === true && !isActive(ctx, { ...record, active: true })) {
          throw invalidRequest(
            'This promotion code cannot be activated: it has expired, is used up or its coupon is not valid.',
            {
              param: 'active',
            },
          );
        }
        const patch = {
          active: params.active ?? record.active,
          metadata: mergeMetadata(record.metadata, params.metadata),
        };
        return ctx.update(ctx.tables.promotionCodes, record, patch, 'promotion_code.updated');
      },
    }),
  ],
  expandables,
  serializers: {
    promotion_code: (ctx, record: PromotionCodeRecord) => ({ ...record, active: isActive(ctx, record) }),
  },
};
