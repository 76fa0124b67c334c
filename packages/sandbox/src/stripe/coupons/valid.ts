import type { StripeContext } from '../api/context';
import type { CouponRecord } from '../api/tables';

/** Whether a coupon can still be redeemed. */
export function isValid(ctx: StripeContext, coupon: Omit<CouponRecord, 'applies_to'>): boolean {
  const usedUp = coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions;
  const over = coupon.redeem_by !== null && coupon.redeem_by <= ctx.now();
  return coupon.valid && !usedUp && !over;
}
