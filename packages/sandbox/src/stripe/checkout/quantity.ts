import type { StripeContext } from '../api/context';
import type { CheckoutSessionRecord } from '../billing-tables';
import { redeemable } from '../subscriptions/discounts';
import { hiddenCheckout, saveHiddenCheckout } from './hidden-state';
import { hasTrialData, sessionSums, summed } from './lines';

/** The customer changes the quantity of an adjustable line. Values outside its range are clamped. */
export function setQuantity(ctx: StripeContext, session: CheckoutSessionRecord, line: string, wanted: number): void {
  const hidden = hiddenCheckout(ctx, session.id);
  const lines = hidden.lines.map((it) => {
    const bounds = it.adjustable_quantity;
    if (it.id !== line || !bounds?.enabled || !Number.isInteger(wanted)) return it;
    const least = Math.max(1, bounds.minimum ?? 1);
    return { ...it, quantity: Math.min(Math.max(wanted, least), bounds.maximum ?? 99) };
  });
  const coupon = hidden.discount && redeemable(ctx, hidden.discount, 'discounts[0]').coupon;
  const order = summed(ctx, lines, coupon, hasTrialData(hidden.subscriptionData));
  saveHiddenCheckout(ctx, { ...hidden, lines: order });
  ctx.tables.checkoutSessions.put(session.id, { ...session, ...sessionSums(order) });
}
