import { invalidRequest } from '../api/errors';
import type { StripeContext } from '../api/kit';
import type { CouponRecord } from '../api/tables';

/** Whether a coupon can still be redeemed. */
export function isValid(ctx: StripeContext, coupon: CouponRecord): boolean {
  const usedUp = coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions;
  const over = coupon.redeem_by !== null && coupon.redeem_by <= ctx.now();
  return !usedUp && !over;
}

/**
 * The coupon of that id, ready to be redeemed.
 * @throws 400 when there is none or it can no longer be redeemed
 */
export function redeemable(ctx: StripeContext, id: string, param = 'coupon'): CouponRecord {
  const coupon = ctx.need(ctx.tables.coupons, 'coupon', id, param, 400);
  if (isValid(ctx, coupon)) return coupon;
  throw invalidRequest(`Coupon ${id} is expired or has been fully redeemed.`, { code: 'coupon_expired', param });
}

/** Counts one redemption (and that of the promotion code it came by). */
export function countRedemption(ctx: StripeContext, couponId: string, promotionCodeId: string | null): void {
  const coupon = ctx.tables.coupons.get(couponId);
  if (coupon) {
    ctx.update(ctx.tables.coupons, coupon, { times_redeemed: coupon.times_redeemed + 1 }, 'coupon.updated');
  }
  const code = ctx.tables.promotionCodes.get(promotionCodeId ?? '');
  if (code) {
    ctx.update(ctx.tables.promotionCodes, code, { times_redeemed: code.times_redeemed + 1 }, 'promotion_code.updated');
  }
}
