import type { StripeContext } from '../api/context';
import { StripeFault } from '../api/errors';
import type { CheckoutSessionRecord } from '../billing-tables';
import { redeemable } from '../subscriptions/discounts';
import { type HiddenCheckout, hiddenCheckout, saveHiddenCheckout } from './hidden-state';
import { hasTrialData, sessionSums, summed } from './lines';

/** Applies the promotion code that a customer entered. Returns a message for the customer if it can't be used. */
export function applyCode(ctx: StripeContext, session: CheckoutSessionRecord, code: string): string | null {
  const promotion = ctx.tables.promotionCodes.by('code', code.toLowerCase()).find(({ active }) => active);
  if (!promotion) return 'This code is invalid.';
  if (promotion.customer !== null && promotion.customer !== session.customer) return 'This code is not yours to use.';
  const { minimum_amount, minimum_amount_currency, first_time_transaction } = promotion.restrictions;
  if (
    minimum_amount !== null &&
    minimum_amount_currency === session.currency &&
    (session.amount_subtotal ?? 0) < minimum_amount
  ) {
    return 'Your order is too small for this code.';
  }
  if (
    first_time_transaction &&
    session.customer !== null &&
    ctx.tables.charges.by('customer', session.customer).some((it) => it.paid)
  ) {
    return 'This code is for first purchases only.';
  }
  const discount = { promotion_code: promotion.id };
  try {
    redeemable(ctx, discount, 'discounts[0]', session.currency ?? undefined);
  } catch (error) {
    if (error instanceof StripeFault)
      return error.body.code === 'coupon_expired' ? 'This code has expired.' : 'This code is invalid.';
    throw error;
  }
  apply(ctx, session, discount);
  return null;
}

export const removeCode = (ctx: StripeContext, session: CheckoutSessionRecord): void => apply(ctx, session, null);

function apply(ctx: StripeContext, session: CheckoutSessionRecord, discount: HiddenCheckout['discount']): void {
  const hidden = hiddenCheckout(ctx, session.id);
  const coupon = discount && redeemable(ctx, discount, 'discounts[0]').coupon;
  const lines = summed(ctx, hidden.lines, coupon, hasTrialData(hidden.subscriptionData));
  saveHiddenCheckout(ctx, { ...hidden, discount, lines });
  ctx.tables.checkoutSessions.put(session.id, {
    ...session,
    ...sessionSums(lines),
    discounts: discount ? [{ coupon: null, promotion_code: discount.promotion_code ?? null }] : [],
  });
}
