import type { StripeContext } from '../api/context';
import type { InvoiceItemRecord, SubscriptionRecord } from '../billing-tables';
import { pendingItems } from '../invoice-items/record';
import { collect } from '../invoices/collect';
import { composeInvoice } from '../invoices/compose';
import { finalizeInvoice } from '../invoices/finalize';
import { storeInvoice } from '../invoices/store';
import { creditItem } from './credits';
import { debitsAfter, forgetDebits } from './debits';
import { invoiceItemLine } from './lines';

/** Credits for the remaining paid time of every item. Stores nothing. */
export function cancellationCredits(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  at: number,
): InvoiceItemRecord[] {
  const customer = ctx.need(ctx.tables.customers, 'customer', subscription.customer);
  return subscription.items.data.flatMap((item) =>
    debitsAfter(ctx, item.id, at).map((debit) => creditItem(ctx, { subscription, customer, item, debit, at })),
  );
}

/** The last invoice of a subscription that ends: pending prorations, and with `prorate` the credit for unused time. */
export function finalInvoice(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  { prorate }: { prorate: boolean },
): SubscriptionRecord {
  const at = ctx.now(subscription.customer);
  const customer = ctx.need(ctx.tables.customers, 'customer', subscription.customer);
  if (prorate) keepCredits(ctx, subscription, at);
  const waiting = pendingItems(ctx, customer.id, subscription.currency, subscription.id).filter(
    (item) => item.parent?.subscription_details?.subscription === subscription.id,
  );
  if (waiting.length === 0) return subscription;
  const invoice = composeInvoice(ctx, {
    customer,
    subscription,
    reason: 'subscription_update',
    currency: subscription.currency,
    period: { start: Math.min(...subscription.items.data.map((item) => item.current_period_start)), end: at },
    lines: waiting.map(invoiceItemLine),
    discounts: [],
    at,
    autoAdvance: true,
    immediate: true,
    collectionMethod: subscription.collection_method,
    daysUntilDue: subscription.days_until_due,
  });
  const open = finalizeInvoice(ctx, storeInvoice(ctx, invoice));
  if (open.status === 'open' && open.collection_method === 'charge_automatically')
    collect(ctx, open, { offSession: true });
  const current = ctx.need(ctx.tables.subscriptions, 'subscription', subscription.id);
  return ctx.tables.subscriptions.put(current.id, { ...current, latest_invoice: invoice.id });
}

/** Stores the credits as pending invoice items. */
export function keepCredits(ctx: StripeContext, subscription: SubscriptionRecord, at: number): void {
  for (const credit of cancellationCredits(ctx, subscription, at)) {
    ctx.tables.invoiceItems.put(credit.id, credit);
    ctx.emit('invoiceitem.created', credit);
  }
  for (const item of subscription.items.data) forgetDebits(ctx, item.id);
}
