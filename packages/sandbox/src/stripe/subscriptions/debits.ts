import type { StripeContext } from '../api/context';
import type { Debit, InvoiceRecord, SubscriptionItemRecord } from '../billing-tables';
import { netOf } from '../invoices/line';

/** The debits of an item that end after a time. */
export function debitsAfter(ctx: StripeContext, item: string, time: number): Debit[] {
  return (ctx.tables.itemBilling.get(item)?.debits ?? []).filter((debit) => debit.end > time);
}

function put(ctx: StripeContext, item: string, debits: Debit[]): void {
  ctx.tables.itemBilling.put(item, { item, debits });
}

/** Removes debits whose remaining time has been credited. */
export const forgetDebits = (ctx: StripeContext, item: string): void => put(ctx, item, []);

/** Records a proration that is a pending invoice item. */
export function addPendingDebit(ctx: StripeContext, item: string, debit: Debit): void {
  put(ctx, item, [...debitsAfter(ctx, item, debit.start), debit]);
}

/**
 * Records what an invoice debits for its subscription's items, so that prorations can credit it: flexible billing
 * credits the actual debits, including discounts (docs/providers/stripe.md#plan-changes).
 */
export function noteDebits(ctx: StripeContext, invoice: InvoiceRecord, items: SubscriptionItemRecord[]): void {
  for (const line of invoice.lines.data) {
    const details = line.parent?.subscription_item_details;
    const item = items.find(({ id }) => id === details?.subscription_item);
    if (!details || !item) continue;
    const known = ctx.tables.itemBilling.get(item.id)?.debits ?? [];
    if (details.invoice_item !== null) {
      const invoiced = { invoice: invoice.id, line: line.id };
      put(
        ctx,
        item.id,
        known.map((debit) => (debit.invoiceItem === details.invoice_item ? { ...debit, ...invoiced } : debit)),
      );
    } else if (line.amount > 0) {
      const debit: Debit = {
        net: netOf(line),
        start: line.period.start,
        end: line.period.end,
        price: line.pricing?.price_details?.price ?? item.price.id,
        quantity: line.quantity ?? 1,
        invoice: invoice.id,
        line: line.id,
        invoiceItem: null,
      };
      put(ctx, item.id, [...known.filter((other) => other.end > debit.start), debit]);
    }
  }
}
