import type { StripeContext } from '../api/context';
import { asScheduled } from '../schedules/advance';
import { composeCycleInvoice } from './cycle-invoice';
import { nextPeriodEnd } from './items';

/**
 * `invoice.upcoming`: a preview of the next renewal. It has no id, because the invoice doesn't exist yet
 * (docs/providers/stripe.md#invoices).
 */
export function announceRenewal(ctx: StripeContext, subscriptionId: string): void {
  const current = ctx.tables.subscriptions.get(subscriptionId);
  const customer = ctx.tables.customers.get(current?.customer ?? '');
  if (!customer || current?.status !== 'active') return;
  const at = nextPeriodEnd(current);
  const { id: _, ...invoice } = asScheduled(ctx, current, at, (subscription) =>
    composeCycleInvoice(ctx, { subscription, customer, at, reason: 'upcoming' }),
  );
  const upcoming = { ...invoice, created: at, automatically_finalizes_at: null, next_payment_attempt: at + 3600 };
  ctx.emit('invoice.upcoming', upcoming);
}
