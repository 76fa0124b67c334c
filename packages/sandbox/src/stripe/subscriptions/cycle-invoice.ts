import type { StripeContext } from '../api/context';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceItemRecord, InvoiceRecord, SubscriptionItemRecord, SubscriptionRecord } from '../billing-tables';
import { pendingItems } from '../invoice-items/record';
import { composeInvoice } from '../invoices/compose';
import { type Period, periodAt } from '../periods/calendar';
import { invoiceDiscounts } from './discounts';
import { recurrenceOf } from './items';
import { invoiceItemLine, itemLine } from './lines';

export interface Cycle {
  subscription: SubscriptionRecord;
  customer: CustomerRecord;
  at: number;
  reason: 'subscription_cycle' | 'upcoming';
  /** Prorations that a preview adds to the pending items. */
  more?: InvoiceItemRecord[];
  /** The pending items to bill; defaults to all. */
  waiting?: InvoiceItemRecord[];
}

/**
 * An item's next period at a time: from then to the next boundary of its cycle, or to the scheduled cancellation:
 * `cancel_at` in a future period "will always cause a proration for that period".
 * @see https://docs.stripe.com/api/subscriptions/update#update_subscription-cancel_at
 */
export function periodFrom(subscription: SubscriptionRecord, item: SubscriptionItemRecord, at: number): Period {
  const { end } = periodAt(subscription.billing_cycle_anchor, recurrenceOf(item), at);
  const { cancel_at: cancelAt } = subscription;
  return { start: at, end: cancelAt !== null && cancelAt > at ? Math.min(end, cancelAt) : end };
}

/** The items whose period has ended at a time. */
export const dueItems = (subscription: SubscriptionRecord, at: number): SubscriptionItemRecord[] =>
  subscription.items.data.filter((item) => item.current_period_end <= at);

/**
 * The invoice of a renewal: the pending items, then the new period of every item that is due. The invoice's own period
 * is the one that has just ended (docs/providers/stripe.md#invoices). Stores nothing.
 */
export function composeCycleInvoice(ctx: StripeContext, cycle: Cycle): InvoiceRecord {
  const { subscription, customer, at } = cycle;
  const due = dueItems(subscription, at);
  const waiting = cycle.waiting ?? pendingItems(ctx, customer.id, subscription.currency, subscription.id);
  const lines = due.map((item) => itemLine(ctx, subscription, item, { period: periodFrom(subscription, item, at) }));
  const held = subscription.pause_collection !== null || subscription.status === 'unpaid';
  return composeInvoice(ctx, {
    customer,
    subscription,
    reason: cycle.reason,
    currency: subscription.currency,
    period: { start: Math.min(...due.map((item) => item.current_period_start)), end: at },
    lines: [...[...waiting, ...(cycle.more ?? [])].map(invoiceItemLine), ...lines],
    discounts: invoiceDiscounts(ctx, subscription, at),
    at,
    autoAdvance:
      !held ||
      subscription.pause_collection?.behavior === 'mark_uncollectible' ||
      subscription.pause_collection?.behavior === 'void',
    collectionMethod: subscription.collection_method,
    daysUntilDue: subscription.days_until_due,
    description: subscription.invoice_settings.description,
    footer: subscription.invoice_settings.footer,
  });
}
