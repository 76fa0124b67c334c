import type { StripeContext } from '../api/context';
import { invalidRequest, resourceMissing } from '../api/errors';
import { listOf, pageParams } from '../api/list';
import { clearable, type ParamsOf, p, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { SubscriptionItemRecord, SubscriptionRecord } from '../billing-tables';
import { itemFields, paymentBehavior, prorationBehavior } from '../subscriptions/fields';
import { itemOut } from '../subscriptions/serialize';
import { updateSubscription } from '../subscriptions/update-call';

const url = '/v1/subscription_items';
const how = {
  off_session: p.boolean(),
  payment_behavior: paymentBehavior,
  proration_behavior: prorationBehavior,
  proration_date: p.timestamp(),
};
const fields = {
  ...itemFields,
  ...how,
  discounts: clearable(p.array(p.object({ coupon: p.string(), discount: p.string(), promotion_code: p.string() }))),
};

function found(ctx: StripeContext, id: string): { subscription: SubscriptionRecord; item: SubscriptionItemRecord } {
  const [subscription] = ctx.tables.subscriptions.by('item', id);
  const item = subscription?.items.data.find((it) => it.id === id);
  if (!subscription || !item) throw resourceMissing('subscription_item', id, 'item', 404);
  return { subscription, item };
}

/** Changing an item changes its subscription. */
function change(
  ctx: StripeContext,
  subscription: string,
  item: ParamsOf<typeof itemFields> & { id?: string; deleted?: boolean },
  rest: ParamsOf<typeof how>,
): SubscriptionRecord {
  return updateSubscription(ctx, subscription, { ...rest, items: [item] });
}

export const subscriptionItems: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: { ...fields, subscription: required(p.string()) },
      handler(
        ctx,
        { params: { subscription, off_session, payment_behavior, proration_behavior, proration_date, ...item } },
      ) {
        const before = ctx.need(ctx.tables.subscriptions, 'subscription', subscription, 'subscription');
        const known = new Set(before.items.data.map(({ id }) => id));
        if (before.items.data.some(({ price }) => price.id === item.price)) {
          throw invalidRequest('You cannot add multiple subscription items with the same price.', { param: 'price' });
        }
        const rest = { off_session, payment_behavior, proration_behavior, proration_date };
        const after = change(ctx, subscription, item, rest);
        return after.items.data.find(({ id }) => !known.has(id)) ?? after;
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...pageParams, subscription: required(p.string()) },
      handler(ctx, { params }) {
        const { items } = ctx.need(ctx.tables.subscriptions, 'subscription', params.subscription, 'subscription');
        return listOf(params, { url, label: 'subscription_item', source: items.data });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/subscription_items/:id',
      handler: (ctx, { id }) => found(ctx, id).item,
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/subscription_items/:id',
      params: fields,
      handler(ctx, { id, params: { off_session, payment_behavior, proration_behavior, proration_date, ...item } }) {
        const rest = { off_session, payment_behavior, proration_behavior, proration_date };
        change(ctx, found(ctx, id).subscription.id, { ...item, id }, rest);
        return found(ctx, id).item;
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/subscription_items/:id',
      params: { clear_usage: p.boolean(), ...how },
      handler(ctx, { id, params: { clear_usage: _, ...rest } }) {
        change(ctx, found(ctx, id).subscription.id, { id, deleted: true }, rest);
        return { id, object: 'subscription_item', deleted: true };
      },
    }),
  ],
  serializers: { subscription_item: (ctx, item: SubscriptionItemRecord) => itemOut(ctx, item) },
};
