import { newId } from '../api/ids';
import type { StripeContext } from '../api/kit';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceItemRecord } from '../billing-tables';
import type { Period } from '../periods/calendar';

export type CreditedItems = NonNullable<NonNullable<InvoiceItemRecord['proration_details']>['credited_items']>;

export interface NewInvoiceItem {
  customer: CustomerRecord;
  amount: number;
  currency: string;
  description: string | null;
  period: Period;
  at: number;
  quantity?: number;
  price?: { id: string; product: string; unit: string | null } | null;
  subscription?: string | null;
  subscriptionItem?: string;
  discountable?: boolean;
  discounts?: string[];
  metadata?: Record<string, string>;
  proration?: { credited: CreditedItems | null } | undefined;
  invoice?: string | null;
}

/** A new invoice item. Stores nothing, because previews create them too. */
export function invoiceItemRecord(wish: NewInvoiceItem): InvoiceItemRecord {
  const { price, subscription } = wish;
  return {
    id: newId('invoiceitem'),
    object: 'invoiceitem',
    amount: wish.amount,
    currency: wish.currency,
    customer: wish.customer.id,
    customer_account: null,
    date: wish.at,
    description: wish.description,
    discountable: wish.discountable ?? true,
    discounts: wish.discounts ?? [],
    invoice: wish.invoice ?? null,
    livemode: false,
    metadata: wish.metadata ?? {},
    net_amount: wish.amount,
    parent: subscription
      ? {
          subscription_details: {
            subscription,
            ...(wish.subscriptionItem ? { subscription_item: wish.subscriptionItem } : {}),
          },
          type: 'subscription_details',
        }
      : null,
    period: { end: wish.period.end, start: wish.period.start },
    pricing: price
      ? {
          price_details: { price: price.id, product: price.product },
          type: 'price_details',
          unit_amount_decimal: price.unit,
        }
      : null,
    proration: wish.proration !== undefined,
    ...(wish.proration ? { proration_details: { credited_items: wish.proration.credited, discount_amounts: [] } } : {}),
    quantity: wish.quantity ?? 1,
    quantity_decimal: String(wish.quantity ?? 1),
    tax_rates: [],
    test_clock: wish.customer.test_clock ?? null,
  };
}

/** Invoice items for a subscription's next invoice, oldest first: its own and those without a subscription. */
export function pendingItems(
  ctx: StripeContext,
  customer: string,
  currency: string,
  subscription: string | null,
): InvoiceItemRecord[] {
  return ctx.tables.invoiceItems
    .by('pending', customer)
    .filter((item) => {
      const owner = item.parent?.subscription_details?.subscription ?? null;
      return item.currency === currency && (owner === null || owner === subscription);
    })
    .reverse();
}
