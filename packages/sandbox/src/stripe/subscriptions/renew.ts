import type { StripeContext } from '../api/context';
import type { InvoiceRecord, SubscriptionRecord } from '../billing-tables';
import { storeInvoice } from '../invoices/store';
import { type Advanced, advanceSchedule } from '../schedules/advance';
import { composeCycleInvoice, dueItems, periodFrom } from './cycle-invoice';
import { noteDebits } from './debits';
import { afterInvoice, liveDiscounts } from './discounts';
import { endSubscription } from './end';
import { finalInvoice } from './final-invoice';
import { itemList } from './items';
import { planSubscription } from './timetable';
import { endedByMissingMethod } from './trial';

/**
 * Handles the end of a period: the subscription ends, or its schedule advances, its trial ends, and the next period is
 * billed.
 */
export function periodOver(ctx: StripeContext, id: string): void {
  const before = ctx.tables.subscriptions.get(id);
  if (!before) return;
  const at = ctx.now(before.customer);
  if (endsNow(before, at)) {
    endAsPlanned(ctx, before);
    return;
  }
  const advanced = advanceSchedule(ctx, before, at);
  if (advanced.next.status === 'canceled') return;
  if (dueItems(advanced.next, at).length === 0) keep(ctx, advanced);
  else if (!endedByMissingMethod(ctx, advanced.next)) renew(ctx, advanced, at);
  advanced.tell();
}

function keep(ctx: StripeContext, { before, next }: Advanced): void {
  planSubscription(ctx, ctx.update(ctx.tables.subscriptions, before, next, 'customer.subscription.updated'));
}

export function endsNow(it: SubscriptionRecord, at: number): boolean {
  if (it.status === 'canceled' || it.status === 'incomplete_expired') return false;
  if (it.cancel_at !== null) return it.cancel_at <= at;
  return it.cancel_at_period_end && it.items.data.every((item) => item.current_period_end <= at);
}

/** The scheduled end was reached. Pending prorations are billed in a last invoice. */
export function endAsPlanned(ctx: StripeContext, subscription: SubscriptionRecord): void {
  const prorate = ctx.tables.hiddenSubscriptions.get(subscription.id)?.prorateOnCancel === true;
  const last = finalInvoice(ctx, subscription, { prorate });
  endSubscription(ctx, last, { scheduled: true, reason: 'cancellation_requested' });
}

function renew(ctx: StripeContext, { before, next: subscription }: Advanced, at: number): void {
  const customer = ctx.need(ctx.tables.customers, 'customer', subscription.customer);
  const due = new Set(dueItems(subscription, at));
  const invoice = composeCycleInvoice(ctx, { subscription, customer, at, reason: 'subscription_cycle' });
  const items = subscription.items.data.map((item) => {
    if (!due.has(item)) return item;
    const period = periodFrom(subscription, item, at);
    return { ...item, current_period_start: period.start, current_period_end: period.end };
  });
  const next = ctx.update(
    ctx.tables.subscriptions,
    before,
    {
      ...subscription,
      items: itemList(subscription.id, items),
      latest_invoice: invoice.id,
      discounts: afterInvoice(ctx, liveDiscounts(ctx, subscription, at)),
      ...(subscription.status === 'trialing' ? { status: 'active' } : {}),
    },
    'customer.subscription.updated',
  );
  bill(ctx, next, invoice);
  planSubscription(ctx, next);
}

function bill(ctx: StripeContext, subscription: SubscriptionRecord, invoice: InvoiceRecord): void {
  noteDebits(ctx, storeInvoice(ctx, invoice), subscription.items.data);
}
