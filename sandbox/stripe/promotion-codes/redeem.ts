import { invalidRequest } from '../api/errors';
import type { StripeContext } from '../api/kit';
import type { PromotionCodeRecord } from '../api/tables';
import { isValid } from '../coupons/valid';

/** Whether a code can be redeemed by somebody now. */
export function isActive(ctx: StripeContext, code: PromotionCodeRecord): boolean {
  if (!code.active) return false;
  if (code.expires_at !== null && code.expires_at <= ctx.now()) return false;
  if (code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions) return false;
  const coupon = ctx.tables.coupons.get(code.promotion.coupon ?? '');
  return coupon !== undefined && isValid(ctx, coupon);
}

/** Who wants to redeem a code, for what. */
export interface Redemption {
  customer: string | null;
  /** Minor units before the discount. */
  amount: number;
  currency: string;
  /** Whether the customer has paid anything before. */
  firstTime: boolean;
}

/** Why a code does not apply, in a sentence for the customer; null when it does. */
export function whyNot(ctx: StripeContext, code: PromotionCodeRecord, wish: Redemption): string | null {
  if (!isActive(ctx, code)) return 'This promotion code is no longer active.';
  if (code.customer !== null && code.customer !== wish.customer)
    return 'This promotion code cannot be redeemed by this customer.';
  const { first_time_transaction, minimum_amount, minimum_amount_currency } = code.restrictions;
  if (first_time_transaction && !wish.firstTime) {
    return 'This promotion code cannot be redeemed because the associated customer has prior transactions.';
  }
  const tooLittle =
    minimum_amount !== null && minimum_amount_currency === wish.currency && wish.amount < minimum_amount;
  if (tooLittle) return 'The order does not reach the minimum amount of this promotion code.';
  const coupon = ctx.tables.coupons.get(code.promotion.coupon ?? '');
  if (coupon?.currency && coupon.currency !== wish.currency) return 'This promotion code is for another currency.';
  return null;
}

/** @throws 400 when the code does not apply */
export function checkRedeemable(ctx: StripeContext, code: PromotionCodeRecord, wish: Redemption, param: string): void {
  const reason = whyNot(ctx, code, wish);
  if (reason !== null) throw invalidRequest(reason, { code: 'promotion_code_invalid', param });
}
