import type { StripeContext } from '../api/context';
import { newId } from '../api/ids';
import type { PriceRecord } from '../api/tables';
import type { SubscriptionItemRecord, SubscriptionRecord } from '../billing-tables';
import { priceOf } from '../invoices/pricing';
import type { Period, Recurrence } from '../periods/calendar';
import { planOf } from '../prices/plan';

/** Parameters of one item. */
export interface ItemParams {
  price: PriceRecord;
  quantity: number;
  metadata?: Record<string, string>;
  discounts?: string[];
}

const plans = new WeakMap<PriceRecord, SubscriptionItemRecord['plan']>();

/** The legacy plan of a price: one object for all items with that price. */
export function sharedPlan(price: PriceRecord): SubscriptionItemRecord['plan'] {
  const known = plans.get(price) ?? planOf(price);
  plans.set(price, known);
  return known;
}

/** The billing interval of an item. */
export function recurrenceOf(item: { price: PriceRecord }): Recurrence {
  return item.price.recurring ?? { interval: 'month', interval_count: 1 };
}

export const quantityOf = (item: SubscriptionItemRecord): number => item.quantity ?? 1;

/** The price of an item for a whole period, before discounts. */
export const itemAmount = (ctx: StripeContext, item: SubscriptionItemRecord): number =>
  priceOf(ctx, item.price, quantityOf(item));

export function newItem(
  subscription: string,
  requested: ItemParams,
  period: Period,
  created: number,
): SubscriptionItemRecord {
  return {
    id: newId('subscription_item'),
    object: 'subscription_item',
    billing_thresholds: null,
    created,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: requested.discounts ?? [],
    metadata: requested.metadata ?? {},
    plan: sharedPlan(requested.price),
    price: requested.price,
    ...(requested.price.recurring?.usage_type === 'metered' ? {} : { quantity: requested.quantity }),
    subscription,
    tax_rates: [],
  };
}

/** The items in the list object of a subscription. */
export function itemList(subscription: string, data: SubscriptionItemRecord[]): SubscriptionRecord['items'] {
  const url = `/v1/subscription_items?subscription=${subscription}`;
  const list = { object: 'list' as const, data, has_more: false, total_count: data.length, url };
  return list;
}

/** The earliest end of the items' periods. */
export const nextPeriodEnd = (subscription: SubscriptionRecord): number =>
  Math.min(...subscription.items.data.map((item) => item.current_period_end));

/** The latest end of the items' periods: the paid time lasts until then. */
export const lastPeriodEnd = (subscription: SubscriptionRecord): number => endOf(subscription.items.data);

export const endOf = (items: SubscriptionItemRecord[]): number =>
  Math.max(...items.map((item) => item.current_period_end));
