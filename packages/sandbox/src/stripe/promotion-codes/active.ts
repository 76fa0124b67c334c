import type { StripeContext } from '../api/context';
import type { PromotionCodeRecord } from '../api/tables';
import { isValid } from '../coupons/valid';

/** Whether a code can be redeemed now. */
export function isActive(ctx: StripeContext, code: PromotionCodeRecord): boolean {
  if (!code.active) return false;
  if (code.expires_at !== null && code.expires_at <= ctx.now()) return false;
  if (code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions) return false;
  const coupon = ctx.tables.coupons.get(code.promotion.coupon ?? '');
  return coupon !== undefined && isValid(ctx, coupon);
}
