import type { StripeContext } from '../api/kit';
import { composeCycleInvoice } from './cycle-invoice';
import { nextPeriodEnd } from './items';

/** `invoice.upcoming`: what the next renewal will bring. It has no id, for there is no invoice yet (stripe.md §3 e). */
export function announceRenewal(ctx: StripeContext, subscriptionId: string): void {
  const subscription = ctx.tables.subscriptions.get(subscriptionId);
  const customer = ctx.tables.customers.get(subscription?.customer ?? '');
  if (!customer || subscription?.status !== 'active') return;
  const at = nextPeriodEnd(subscription);
  const { id: _, ...invoice } = composeCycleInvoice(ctx, { subscription, customer, at, reason: 'upcoming' });
  const upcoming = { ...invoice, created: at, automatically_finalizes_at: null, next_payment_attempt: at + 3600 };
  ctx.emit('invoice.upcoming', upcoming);
}
