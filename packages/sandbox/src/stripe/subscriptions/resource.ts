import { included, reference } from '../api/expand';
import { embeddedList } from '../api/list';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { CustomerRecord } from '../api/tables';
import type { SubscriptionRecord } from '../billing-tables';
import { onCustomerDeleted } from '../customers/deletion';
import { subscriptionActions } from './actions';
import { cancelCall, cancelFields } from './cancel-call';
import { createFields, createSubscriptionCall } from './create-call';
import { endSubscription } from './end';
import { followInvoices } from './follow-invoices';
import { subscriptionLists } from './list';
import { startPendingUpdates } from './pending-update';
import { subscriptionOut } from './serialize';
import { startSubscriptionTimes } from './times';
import { updateFields, updateSubscription } from './update-call';

export const subscriptions: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: '/v1/subscriptions',
      params: createFields,
      handler: (ctx, { params }) => createSubscriptionCall(ctx, params),
    }),
    ...subscriptionLists,
    defineRoute({
      method: 'GET',
      path: '/v1/subscriptions/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.subscriptions, 'subscription', id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/subscriptions/:id',
      params: updateFields,
      handler: (ctx, { id, params }) => updateSubscription(ctx, id, params),
    }),
    ...subscriptionActions,
    defineRoute({
      method: 'DELETE',
      path: '/v1/subscriptions/:id',
      params: cancelFields,
      handler: (ctx, { id, params }) => cancelCall(ctx, id, params),
    }),
  ],
  expandables: {
    'subscription.customer': reference(
      'customer',
      (ctx, id) => ctx.tables.customers.get(id) ?? ctx.tables.deletedCustomers.get(id),
    ),
    'subscription.default_payment_method': reference('payment_method', (ctx, id) => ctx.tables.paymentMethods.get(id)),
    'subscription.discounts': reference('discount', (ctx, id) => ctx.tables.discounts.get(id)),
    'subscription.items': { target: 'subscription_item' },
    'subscription.latest_invoice': reference('invoice', (ctx, id) => ctx.tables.invoices.get(id)),
    'subscription.pending_setup_intent': reference('setup_intent', (ctx, id) => ctx.tables.setupIntents.get(id)),
    'subscription.schedule': reference('subscription_schedule', (ctx, id) => ctx.tables.subscriptionSchedules.get(id)),
    'subscription.test_clock': reference('test_helpers.test_clock', (ctx, id) => ctx.tables.testClocks.get(id)),
    'subscription_item.discounts': reference('discount', (ctx, id) => ctx.tables.discounts.get(id)),
    'subscription_item.price': { target: 'price' },
    'subscription_item.plan': { target: 'plan' },
    'plan.product': reference('product', (ctx, id) => ctx.tables.products.get(id)),
    'discount.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)),
    'discount.promotion_code': reference('promotion_code', (ctx, id) => ctx.tables.promotionCodes.get(id)),
    'discount.source.coupon': reference('coupon', (ctx, id) => ctx.tables.coupons.get(id)),
    'customer.subscriptions': included<CustomerRecord>('subscription', (ctx, customer) =>
      embeddedList(
        ctx.tables.subscriptions
          .by('customer', customer.id)
          .filter(({ status }) => status !== 'canceled')
          .map((it) => ctx.show(it)),
        `/v1/customers/${customer.id}/subscriptions`,
      ),
    ),
  },
  serializers: {
    subscription: (ctx, record: SubscriptionRecord) => subscriptionOut(ctx, record),
  },
  start(ctx) {
    followInvoices(ctx);
    startPendingUpdates(ctx);
    startSubscriptionTimes(ctx);
    onCustomerDeleted(ctx, (within, customer) => {
      for (const it of within.tables.subscriptions.by('customer', customer.id)) {
        if (it.status === 'canceled' || it.status === 'incomplete_expired') continue;
        endSubscription(within, it, { scheduled: false, reason: 'cancellation_requested' });
      }
    });
  },
};
