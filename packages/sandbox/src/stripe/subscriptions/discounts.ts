import type { StripeContext } from '../api/context';
import { invalidRequest, resourceMissing } from '../api/errors';
import { newId } from '../api/ids';
import type { CouponRecord, PromotionCodeRecord } from '../api/tables';
import type { DiscountRecord, SubscriptionRecord } from '../billing-tables';
import { couponOf } from '../invoices/discounting';
import { addMonths } from '../periods/calendar';

/** A discount parameter of a request. */
export interface DiscountParams {
  coupon?: string | undefined;
  promotion_code?: string | undefined;
  /** An existing discount to keep. */
  discount?: string | undefined;
}

export interface DiscountOwner {
  customer: string | null;
  /** The payment's currency: a fixed amount in another currency is rejected. */
  currency?: string;
  subscription?: string | null;
  checkoutSession?: string | null;
  invoice?: string | null;
  invoiceItem?: string | null;
}

/**
 * Turns parameters into discounts and counts the redemption of the coupon and its promotion code.
 * @throws 400 for a coupon or code that doesn't exist or can't be used anymore
 */
export function grantDiscounts(
  ctx: StripeContext,
  discounts: DiscountParams[],
  owner: DiscountOwner,
  param = 'discounts',
): string[] {
  return discounts.map((requested, index) => {
    if (requested.discount !== undefined) {
      return ctx.need(ctx.tables.discounts, 'discount', requested.discount, `${param}[${index}][discount]`).id;
    }
    const { coupon, promotion } = redeemable(ctx, requested, `${param}[${index}]`, owner.currency);
    countRedemption(ctx, coupon, promotion);
    return makeDiscount(ctx, coupon, promotion, owner).id;
  });
}

/** Runs work as if the discounts existed: for previews and for totals that are needed beforehand. */
export function withProvisional<T>(
  ctx: StripeContext,
  discounts: DiscountParams[],
  owner: DiscountOwner,
  work: (ids: string[]) => T,
): T {
  const made: string[] = [];
  const ids = discounts.map((requested, index) => {
    if (requested.discount !== undefined)
      return ctx.need(ctx.tables.discounts, 'discount', requested.discount, 'discounts').id;
    const { coupon, promotion } = redeemable(ctx, requested, `discounts[${index}]`, owner.currency);
    const { id } = makeDiscount(ctx, coupon, promotion, owner);
    made.push(id);
    return id;
  });
  try {
    return work(ids);
  } finally {
    for (const id of made) {
      ctx.tables.discounts.remove(id);
      ctx.tables.discountCoupons.remove(id);
    }
  }
}

/** The coupon of a parameter. @throws 400 when it can't be redeemed */
export function redeemable(
  ctx: StripeContext,
  requested: DiscountParams,
  param: string,
  currency?: string,
): { coupon: CouponRecord; promotion: PromotionCodeRecord | null } {
  const promotion =
    requested.promotion_code === undefined ? null : ctx.tables.promotionCodes.get(requested.promotion_code);
  if (promotion === undefined) {
    throw resourceMissing('promotion code', requested.promotion_code ?? '', `${param}[promotion_code]`);
  }
  const code = promotion ? (promotion.promotion.coupon ?? '') : (requested.coupon ?? '');
  const coupon = ctx.need(ctx.tables.coupons, 'coupon', code, `${param}[coupon]`);
  const now = ctx.now();
  const spent = (it: { max_redemptions: number | null; times_redeemed: number }): boolean =>
    it.max_redemptions !== null && it.times_redeemed >= it.max_redemptions;
  if (!coupon.valid || spent(coupon) || (coupon.redeem_by !== null && coupon.redeem_by < now)) {
    throw invalidRequest(`Coupon expired: ${coupon.id}`, { code: 'coupon_expired', param: `${param}[coupon]` });
  }
  if (
    promotion &&
    (!promotion.active || spent(promotion) || (promotion.expires_at !== null && promotion.expires_at < now))
  ) {
    throw invalidRequest('This promotion code is inactive.', { param: `${param}[promotion_code]` });
  }
  const spoken =
    coupon.amount_off === null || coupon.currency === currency || coupon.currency_options?.[currency ?? ''];
  if (currency !== undefined && !spoken) {
    throw invalidRequest(`The coupon ${coupon.id} takes off an amount of ${coupon.currency}, not of ${currency}.`, {
      param: `${param}[coupon]`,
    });
  }
  return { coupon, promotion };
}

function countRedemption(ctx: StripeContext, coupon: CouponRecord, promotion: PromotionCodeRecord | null): void {
  const redeemed = coupon.times_redeemed + 1;
  const valid = coupon.max_redemptions === null || redeemed < coupon.max_redemptions;
  ctx.tables.coupons.put(coupon.id, { ...coupon, times_redeemed: redeemed, valid: coupon.valid && valid });
  if (!promotion) return;
  const times = promotion.times_redeemed + 1;
  const active = promotion.active && (promotion.max_redemptions === null || times < promotion.max_redemptions);
  ctx.tables.promotionCodes.put(promotion.id, { ...promotion, times_redeemed: times, active });
}

function makeDiscount(
  ctx: StripeContext,
  coupon: CouponRecord,
  promotion: PromotionCodeRecord | null,
  owner: DiscountOwner,
): DiscountRecord {
  const id = newId('discount');
  const start = ctx.now(owner.customer);
  const months = coupon.duration === 'repeating' ? (coupon.duration_in_months ?? 1) : null;
  ctx.tables.discountCoupons.put(id, coupon);
  return ctx.tables.discounts.put(id, {
    id,
    object: 'discount',
    checkout_session: owner.checkoutSession ?? null,
    customer: owner.customer,
    customer_account: null,
    end: months === null ? null : addMonths(start, months),
    invoice: owner.invoice ?? null,
    invoice_item: owner.invoiceItem ?? null,
    promotion_code: promotion?.id ?? null,
    source: { coupon: coupon.id, type: 'coupon' },
    start,
    subscription: owner.subscription ?? null,
    subscription_item: null,
  });
}

/** The discounts of a subscription that are valid at a time. */
export function liveDiscounts(ctx: StripeContext, subscription: SubscriptionRecord, at: number): string[] {
  return subscription.discounts.filter((id) => {
    const end = ctx.tables.discounts.get(id)?.end ?? null;
    return end === null || end > at;
  });
}

/** The discounts of a subscription's invoice: its own, or those of its customer if it has none. */
export function invoiceDiscounts(ctx: StripeContext, subscription: SubscriptionRecord, at: number): string[] {
  const own = liveDiscounts(ctx, subscription, at);
  if (own.length > 0) return own;
  const general = ctx.tables.customers.get(subscription.customer)?.discount;
  return general && (general.end === null || general.end > at) ? [general.id] : [];
}

/** The discounts that remain after an invoice, without those for a single invoice. */
export function afterInvoice(ctx: StripeContext, discounts: string[]): string[] {
  return discounts.filter((id) => {
    const discount = ctx.tables.discounts.get(id);
    return discount !== undefined && couponOf(ctx, discount)?.duration !== 'once';
  });
}
