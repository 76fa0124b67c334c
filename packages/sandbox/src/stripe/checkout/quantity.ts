import type { StripeContext } from '../api/context';
import type { CheckoutSessionRecord } from '../billing-tables';
import { redeemable } from '../subscriptions/discounts';
import { hasTrialData, sessionSums, summed } from './lines';
import { checkoutMemory, keepCheckoutMemory } from './memory';

/** The customer changes the quantity of an adjustable line. Values outside its range are clamped. */
export function setQuantity(ctx: StripeContext, session: CheckoutSessionRecord, line: string, wanted: number): void {
  const memory = checkoutMemory(ctx, session.id);
  const lines = memory.lines.map((it) => {
    const bounds = it.adjustable_quantity;
    if (it.id !== line || !bounds?.enabled || !Number.isInteger(wanted)) return it;
    const least = Math.max(1, bounds.minimum ?? 1);
    return { ...it, quantity: Math.min(Math.max(wanted, least), bounds.maximum ?? 99) };
  });
  const coupon = memory.discount && redeemable(ctx, memory.discount, 'discounts[0]').coupon;
  const order = summed(ctx, lines, coupon, hasTrialData(memory.subscriptionData));
  keepCheckoutMemory(ctx, { ...memory, lines: order });
  ctx.tables.checkoutSessions.put(session.id, { ...session, ...sessionSums(order) });
}
