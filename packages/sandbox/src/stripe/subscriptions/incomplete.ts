import type { StripeContext } from '../api/context';
import { voidInvoice } from '../invoices/close';
import { planSubscription } from './timetable';

/**
 * No first payment for 23 hours: the subscription expires and its invoice is voided
 * (docs/providers/stripe.md#checkout).
 */
export function expireIncomplete(ctx: StripeContext, id: string): void {
  const subscription = ctx.tables.subscriptions.get(id);
  if (subscription?.status !== 'incomplete') return;
  const patch = { status: 'incomplete_expired' as const, ended_at: ctx.now(subscription.customer) };
  planSubscription(ctx, ctx.update(ctx.tables.subscriptions, subscription, patch, 'customer.subscription.updated'));
  const invoice = ctx.tables.invoices.get(subscription.latest_invoice ?? '');
  if (invoice?.status === 'open') voidInvoice(ctx, invoice);
}
