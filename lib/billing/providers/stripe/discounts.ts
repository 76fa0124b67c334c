import type Stripe from 'stripe';

/** The parts of a discount that we read, fetched with its coupon. */
export type DiscountShape = Pick<Stripe.Discount, 'end'> & {
  readonly source: { readonly coupon: string | CouponShape | null };
};
type CouponShape = Pick<Stripe.Coupon, 'amount_off' | 'percent_off' | 'currency'>;

/**
 * What a renewal at `at` (unix seconds) costs after the discounts still valid then, in minor units. If coupons aren't
 * expanded, nothing is known about them and nothing is deducted.
 */
export function afterDiscounts(
  amount: bigint,
  discounts: readonly (string | DiscountShape)[],
  currency: string,
  at: number | null,
): bigint {
  let left = amount;
  for (const discount of discounts) {
    if (typeof discount === 'string' || (discount.end !== null && at !== null && discount.end <= at)) continue;
    const { coupon } = discount.source;
    if (typeof coupon === 'string' || coupon === null) continue;
    if (coupon.percent_off !== null) left -= BigInt(Math.round((Number(left) * coupon.percent_off) / 100));
    else if (coupon.currency === currency.toLowerCase()) left -= BigInt(coupon.amount_off ?? 0);
  }
  return left > 0n ? left : 0n;
}
