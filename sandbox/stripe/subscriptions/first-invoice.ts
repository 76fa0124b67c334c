import type { StripeContext } from '../api/kit';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceItemRecord, InvoiceRecord, SubscriptionRecord } from '../billing-tables';
import { pendingItems } from '../invoice-items/record';
import { composeInvoice } from '../invoices/compose';
import { invoiceDiscounts } from './discounts';
import { invoiceItemLine, itemLine } from './lines';

export interface FirstInvoice {
  subscription: SubscriptionRecord;
  customer: CustomerRecord;
  at: number;
  /** Sold once together with the subscription (`add_invoice_items`, one-time prices in Checkout). */
  extras: InvoiceItemRecord[];
  /** A stub before the anchor is free: `proration_behavior: none`. */
  freeStub: boolean;
}

/** The invoice a subscription starts with. Nothing is stored. */
export function composeFirstInvoice(ctx: StripeContext, first: FirstInvoice): InvoiceRecord {
  const { subscription, customer, at } = first;
  const lines = subscription.items.data
    .filter((item) => item.price.recurring?.usage_type !== 'metered')
    .map((item) => {
      const period = { start: item.current_period_start, end: item.current_period_end };
      const stub = first.freeStub && subscription.billing_cycle_anchor > at;
      return itemLine(ctx, subscription, item, { period, trial: subscription.trial_end !== null || stub });
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
    immediate: true,
    autoAdvance: subscription.collection_method === 'charge_automatically',
    collectionMethod: subscription.collection_method,
    daysUntilDue: subscription.days_until_due,
    description: subscription.invoice_settings.description,
    footer: subscription.invoice_settings.footer,
  });
}
