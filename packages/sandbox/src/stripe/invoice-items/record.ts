import type { StripeContext } from '../api/context';
import { newId } from '../api/ids';
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
export function invoiceItemRecord(requested: NewInvoiceItem): InvoiceItemRecord {
  const { price, subscription } = requested;
  return {
    id: newId('invoiceitem'),
    object: 'invoiceitem',
    amount: requested.amount,
    currency: requested.currency,
    customer: requested.customer.id,
    customer_account: null,
    date: requested.at,
    description: requested.description,
    discountable: requested.discountable ?? true,
    discounts: requested.discounts ?? [],
    invoice: requested.invoice ?? null,
    livemode: false,
    metadata: requested.metadata ?? {},
    net_amount: requested.amount,
    parent: subscription
      ? {
          subscription_details: {
            subscription,
            ...(requested.subscriptionItem ? { subscription_item: requested.subscriptionItem } : {}),
          },
          type: 'subscription_details',
        }
      : null,
    period: { end: requested.period.end, start: requested.period.start },
    pricing: price
      ? {
          price_details: { price: price.id, product: price.product },
          type: 'price_details',
          unit_amount_decimal: price.unit,
        }
      : null,
    proration: requested.proration !== undefined,
    ...(requested.proration
      ? { proration_details: { credited_items: requested.proration.credited, discount_amounts: [] } }
      : {}),
    quantity: requested.quantity ?? 1,
    quantity_decimal: String(requested.quantity ?? 1),
    tax_rates: [],
    test_clock: requested.customer.test_clock ?? null,
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
