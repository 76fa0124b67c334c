import type { StripeContext } from '../api/kit';
import { asScheduled } from '../schedules/advance';
import { composeCycleInvoice } from './cycle-invoice';
import { nextPeriodEnd } from './items';

/** `invoice.upcoming`: what the next renewal will bring. It has no id, for there is no invoice yet (stripe.md §3 e). */
export function announceRenewal(ctx: StripeContext, subscriptionId: string): void {
  const current = ctx.tables.subscriptions.get(subscriptionId);
  const customer = ctx.tables.customers.get(current?.customer ?? '');
  if (!customer || current?.status !== 'active') return;
  const at = nextPeriodEnd(current);
  const subscription = asScheduled(ctx, current, at);
  const { id: _, ...invoice } = composeCycleInvoice(ctx, { subscription, customer, at, reason: 'upcoming' });
  const upcoming = { ...invoice, created: at, automatically_finalizes_at: null, next_payment_attempt: at + 3600 };
  ctx.emit('invoice.upcoming', upcoming);
}
