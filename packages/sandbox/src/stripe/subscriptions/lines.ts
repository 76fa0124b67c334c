import type { StripeContext } from '../api/context';
import type { InvoiceItemRecord, SubscriptionItemRecord, SubscriptionRecord } from '../billing-tables';
import { planLabel, trialLabel } from '../invoices/format';
import type { LineDraft } from '../invoices/line';
import { type Period, periodAt } from '../periods/calendar';
import { share } from '../proration/amounts';
import { itemAmount, quantityOf, recurrenceOf } from './items';

export interface BillingSpan {
  period: Period;
  /** Nothing is charged: trial time. */
  trial?: boolean;
}

/** The line of an item for a period. A partial period is prorated. */
export function itemLine(
  ctx: StripeContext,
  subscription: Pick<SubscriptionRecord, 'id' | 'billing_cycle_anchor' | 'currency'>,
  item: SubscriptionItemRecord,
  { period, trial = false }: BillingSpan,
): LineDraft {
  const { price } = item;
  const quantity = quantityOf(item);
  const whole = periodAt(subscription.billing_cycle_anchor, recurrenceOf(item), period.start);
  const full = trial ? 0 : itemAmount(ctx, item);
  const short = period.end - period.start < whole.end - whole.start;
  return {
    amount: short ? share(full, period.end - period.start, whole.end - whole.start) : full,
    currency: subscription.currency,
    description: trial ? trialLabel(ctx, price, quantity) : planLabel(ctx, price, quantity),
    quantity,
    period,
    price: { id: price.id, product: price.product, unit: trial ? '0' : price.unit_amount_decimal },
    discountable: true,
    discounts: item.discounts,
    metadata: item.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    subscription: subscription.id,
  };
}

/** The line of a pending invoice item. */
export function invoiceItemLine(item: InvoiceItemRecord): LineDraft {
  const details = item.parent?.subscription_details;
  const credited = item.proration_details?.credited_items?.invoice_line_item_details ?? null;
  const price = item.pricing?.price_details;
  return {
    id: item.id.replace('ii_', 'il_'),
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    quantity: item.quantity,
    period: item.period,
    price: price ? { id: price.price, product: price.product, unit: item.pricing?.unit_amount_decimal ?? null } : null,
    discountable: item.discountable,
    discounts: item.discounts ?? [],
    metadata: item.metadata ?? {},
    parent: details?.subscription_item
      ? {
          invoice_item_details: null,
          subscription_item_details: {
            invoice_item: item.id,
            proration: item.proration,
            proration_details: { credited_items: credited },
            subscription: details.subscription,
            subscription_item: details.subscription_item,
          },
          type: 'subscription_item_details',
        }
      : {
          invoice_item_details: {
            invoice_item: item.id,
            proration: item.proration,
            proration_details: { credited_items: null },
            subscription: details?.subscription ?? null,
          },
          subscription_item_details: null,
          type: 'invoice_item_details',
        },
    subscription: details?.subscription ?? null,
  };
}
