import type { StripeContext } from '../api/context';
import type { CouponRecord } from '../api/tables';
import type { DiscountRecord } from '../billing-tables';
import { percentOf, spread } from '../proration/amounts';
import type { DiscountAmount } from './line';

/** Input of the discount calculation: an amount, its product, and whether it is discountable. */
export interface Discountable {
  amount: number;
  product: string | null;
  discountable: boolean;
  /** Discounts of this line only. */
  discounts?: string[];
}

/** The coupon of a discount, even if it has been deleted since. */
export function couponOf(ctx: StripeContext, discount: DiscountRecord): CouponRecord | undefined {
  return ctx.tables.discountCoupons.get(discount.id) ?? ctx.tables.coupons.get(discount.source.coupon ?? '');
}

/**
 * The amount of each discount per line. Percentages are rounded per line, fixed amounts are distributed over the lines.
 * Several discounts apply in order, each to the amount after the previous ones (docs/providers/stripe.md#plan-changes).
 */
export function discountsOn(
  ctx: StripeContext,
  lines: Discountable[],
  discountIds: string[],
  currency: string,
): DiscountAmount[][] {
  const taken: DiscountAmount[][] = lines.map(() => []);
  const left = lines.map((line) => (line.discountable ? Math.max(0, line.amount) : 0));
  const take = (id: string, concerns: (line: Discountable) => boolean): void => {
    const discount = ctx.tables.discounts.get(id);
    const coupon = discount && couponOf(ctx, discount);
    if (!coupon) return;
    const open = lines.map((line, index) => ({ ...line, amount: concerns(line) ? (left[index] ?? 0) : 0 }));
    couponReductions(coupon, open, currency).forEach((amount, index) => {
      if (amount === 0) return;
      taken[index]?.push({ amount, discount: id });
      left[index] = (left[index] ?? 0) - amount;
    });
  };
  for (const line of lines) for (const id of line.discounts ?? []) take(id, (other) => other === line);
  for (const id of discountIds) take(id, () => true);
  return taken;
}

function fits(coupon: CouponRecord, line: Discountable): boolean {
  const products = coupon.applies_to?.products;
  return products === undefined || (line.product !== null && products.includes(line.product));
}

/** A coupon's discount on each of these amounts. */
export function couponReductions(coupon: CouponRecord, lines: Discountable[], currency: string): number[] {
  const { percent_off } = coupon;
  const open = lines.map((line) => (line.discountable && fits(coupon, line) ? Math.max(0, line.amount) : 0));
  if (percent_off !== null) return open.map((amount) => percentOf(amount, percent_off));
  return spreadOver(amountOff(coupon, currency), open);
}

/** The remainder goes to the last line that has a discount, not to a line of zero after it. */
function spreadOver(off: number, open: number[]): number[] {
  const lines = open.flatMap((amount, index) => (amount > 0 ? [{ amount, index }] : []));
  const parts = spread(
    off,
    lines.map((line) => line.amount),
  );
  const result = open.map(() => 0);
  lines.forEach(({ index }, position) => {
    result[index] = parts[position] ?? 0;
  });
  return result;
}

function amountOff(coupon: CouponRecord, currency: string): number {
  if (coupon.currency === currency) return coupon.amount_off ?? 0;
  return coupon.currency_options?.[currency]?.amount_off ?? 0;
}

/** Totals per discount, in the order they were given. */
export function totalPerDiscount(amounts: DiscountAmount[][]): DiscountAmount[] {
  const totals = new Map<string, number>();
  for (const { discount, amount } of amounts.flat()) totals.set(discount, (totals.get(discount) ?? 0) + amount);
  return [...totals].map(([discount, amount]) => ({ amount, discount }));
}
