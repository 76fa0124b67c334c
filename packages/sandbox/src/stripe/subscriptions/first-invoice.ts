import type { StripeContext } from '../api/context';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceItemRecord, InvoiceRecord, SubscriptionItemRecord, SubscriptionRecord } from '../billing-tables';
import { pendingItems } from '../invoice-items/record';
import { composeInvoice } from '../invoices/compose';
import { cyclesBetween, type Period } from '../periods/calendar';
import { invoiceDiscounts } from './discounts';
import { recurrenceOf } from './items';
import { invoiceItemLine, itemLine } from './lines';

export interface FirstInvoice {
  subscription: SubscriptionRecord;
  customer: CustomerRecord;
  at: number;
  /** One-time items sold with the subscription (`add_invoice_items`, one-time prices in Checkout). */
  extras: InvoiceItemRecord[];
  /** A partial period before the anchor is free: `proration_behavior: none`. */
  freeStub: boolean;
}

/** The first invoice of a subscription. Stores nothing. */
export function composeFirstInvoice(ctx: StripeContext, first: FirstInvoice): InvoiceRecord {
  const { subscription, customer, at } = first;
  const lines = subscription.items.data
    .filter((item) => item.price.recurring?.usage_type !== 'metered')
    .flatMap((item) => {
      const period = { start: item.current_period_start, end: item.current_period_end };
      const stub = first.freeStub && subscription.billing_cycle_anchor > at;
      const elapsed = first.freeStub ? [] : elapsedPeriods(subscription, item, at);
      return [
        ...elapsed.map((past) => itemLine(ctx, subscription, item, { period: past })),
        itemLine(ctx, subscription, item, { period, trial: subscription.trial_end !== null || stub }),
      ];
    });
  const waiting = pendingItems(ctx, customer.id, subscription.currency, subscription.id);
  return composeInvoice(ctx, {
    customer,
    subscription,
    reason: 'subscription_create',
    currency: subscription.currency,
    period: { start: at, end: at },
    lines: [...[...waiting, ...first.extras].map(invoiceItemLine), ...lines],
    discounts: invoiceDiscounts(ctx, subscription, at),
    at,
    // A first invoice that is sent is a draft for an hour, one that is charged is not. See
    // https://docs.stripe.com/billing/invoices/subscription#sub-invoice-lifecycle
    immediate: subscription.collection_method === 'charge_automatically',
    autoAdvance: true,
    collectionMethod: subscription.collection_method,
    daysUntilDue: subscription.days_until_due,
    description: subscription.invoice_settings.description,
    footer: subscription.invoice_settings.footer,
  });
}

/**
 * The cycles of a backdated subscription that ended before its current period: one line each, as in flexible billing.
 * Empty if it starts now.
 * @see https://docs.stripe.com/billing/subscriptions/backdating
 */
function elapsedPeriods(subscription: SubscriptionRecord, item: SubscriptionItemRecord, at: number): Period[] {
  if (subscription.start_date >= at) return [];
  const recurrence = recurrenceOf(item);
  return cyclesBetween(
    subscription.billing_cycle_anchor,
    recurrence,
    subscription.start_date,
    item.current_period_start,
  );
}
