import type { StripeContext } from '../api/context';
import type { CustomerRecord, PriceRecord } from '../api/tables';
import type { Debit, InvoiceItemRecord, SubscriptionItemRecord, SubscriptionRecord } from '../billing-tables';
import { type CreditedItems, invoiceItemRecord } from '../invoice-items/record';
import { prorationWords } from '../invoices/format';
import type { Period } from '../periods/calendar';
import { share } from '../proration/amounts';

interface Concerning {
  subscription: SubscriptionRecord;
  customer: CustomerRecord;
  item: SubscriptionItemRecord;
  at: number;
}

const pricing = (price: PriceRecord) => ({ id: price.id, product: price.product, unit: null });

/** `Unused time on …`: credits what was debited for the time after `at` (docs/providers/stripe.md#plan-changes). */
export function creditItem(ctx: StripeContext, { debit, ...about }: Concerning & { debit: Debit }): InvoiceItemRecord {
  const { subscription, customer, item, at } = about;
  const price = ctx.tables.prices.get(debit.price) ?? item.price;
  const from = Math.max(at, debit.start);
  return invoiceItemRecord({
    customer,
    amount: -share(debit.net, debit.end - from, debit.end - debit.start),
    currency: subscription.currency,
    description: prorationWords(ctx, 'Unused', price, debit.quantity, at),
    period: { start: from, end: debit.end },
    at: ctx.now(customer.id),
    quantity: debit.quantity,
    price: pricing(price),
    subscription: subscription.id,
    subscriptionItem: item.id,
    discountable: false,
    proration: { credited: creditedBy(debit) },
  });
}

function creditedBy(debit: Debit): CreditedItems | null {
  if (debit.invoice !== null && debit.line !== null) {
    const details = { invoice: debit.invoice, invoice_line_items: [debit.line] };
    return { invoice_line_item_details: details, type: 'invoice_line_items' };
  }
  return debit.invoiceItem === null ? null : { invoice_item: debit.invoiceItem, type: 'invoice_item' };
}

/** `Remaining time on …`: the share of a whole period's net price for the time from `at` to its end. */
export function debitItem(
  ctx: StripeContext,
  { net, whole, ...about }: Concerning & { net: number; whole: Period },
): InvoiceItemRecord {
  const { subscription, customer, item, at } = about;
  const quantity = item.quantity ?? 1;
  return invoiceItemRecord({
    customer,
    amount: share(net, whole.end - at, whole.end - whole.start),
    currency: subscription.currency,
    description: prorationWords(ctx, 'Remaining', item.price, quantity, at),
    period: { start: at, end: whole.end },
    at: ctx.now(customer.id),
    quantity,
    price: pricing(item.price),
    subscription: subscription.id,
    subscriptionItem: item.id,
    discountable: false,
    proration: { credited: null },
  });
}
