import type { StripeContext } from '../api/context';
import type { SubscriptionItemRecord, SubscriptionRecord } from '../billing-tables';
import { sharedPlan } from './items';

/** An item with the current state of its price: prices are returned live, not as they were when chosen. */
export function itemOut(ctx: StripeContext, item: SubscriptionItemRecord): SubscriptionItemRecord {
  const price = ctx.tables.prices.get(item.price.id);
  return !price || price === item.price ? item : { ...item, price, plan: sharedPlan(price) };
}

/**
 * A subscription in its response form, with `plan` and `quantity`, which real ones with one item still have
 * (docs/providers/stripe.md#api-versions).
 */
export function subscriptionOut(ctx: StripeContext, record: SubscriptionRecord): SubscriptionRecord {
  const data = record.items.data.map((item) => itemOut(ctx, item));
  const [only] = data.length === 1 ? data : [];
  const old = only ? { plan: only.plan, quantity: only.quantity ?? null } : { plan: null, quantity: null };
  return { ...record, items: { ...record.items, data }, ...old };
}
