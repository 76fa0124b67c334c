import type { StripeContext } from '../api/context';
import { inRange, listOf, listParams } from '../api/list';
import { p } from '../api/params';
import { defineRoute } from '../api/route';
import { searchOf, searchParams } from '../api/search';
import type { SubscriptionRecord } from '../billing-tables';
import { unsupported } from '../subscriptions/unsupported';

const url = '/v1/subscriptions';
const over = ['canceled', 'incomplete_expired'];

const statuses = p.enumOf(
  'active',
  'all',
  'canceled',
  'ended',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
);

const params = {
  ...listParams,
  automatic_tax: unsupported(),
  collection_method: p.enumOf('charge_automatically', 'send_invoice'),
  current_period_end: p.range(),
  current_period_start: p.range(),
  customer: p.string(),
  plan: p.string(),
  price: p.string(),
  status: statuses,
  test_clock: p.string(),
};

function fits(status: string, wanted: string | undefined): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'ended') return over.includes(status);
  return wanted === undefined ? status !== 'canceled' : status === wanted;
}

function narrowest(
  ctx: StripeContext,
  wanted: { customer?: string | undefined; test_clock?: string | undefined; price?: string | undefined },
): Iterable<SubscriptionRecord> {
  const table = ctx.tables.subscriptions;
  if (wanted.customer !== undefined) return table.by('customer', wanted.customer);
  if (wanted.test_clock !== undefined) return table.by('test_clock', wanted.test_clock);
  return wanted.price === undefined ? table.newestFirst() : table.each('price', wanted.price);
}

export const subscriptionLists = [
  defineRoute({
    method: 'GET',
    path: url,
    params,
    handler(ctx, call) {
      const { collection_method, current_period_end, current_period_start, customer, status, test_clock } = call.params;
      const price = call.params.price ?? call.params.plan;
      if (customer !== undefined && !ctx.tables.deletedCustomers.get(customer)) {
        ctx.need(ctx.tables.customers, 'customer', customer, 'customer');
      }
      return listOf<SubscriptionRecord>(call.params, {
        url,
        label: 'subscription',
        source: narrowest(ctx, { customer, test_clock, price }),
        where: (it) =>
          fits(it.status, status) &&
          (price === undefined || it.items.data.some((item) => item.price.id === price)) &&
          (test_clock === undefined || it.test_clock === test_clock) &&
          (collection_method === undefined || it.collection_method === collection_method) &&
          it.items.data.some(
            (item) =>
              inRange(item.current_period_end, current_period_end) &&
              inRange(item.current_period_start, current_period_start),
          ),
      });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/subscriptions/search',
    params: searchParams,
    handler: (ctx, call) =>
      searchOf<SubscriptionRecord>(call.params, {
        url: '/v1/subscriptions/search',
        source: ctx.tables.subscriptions.newestFirst(),
        fields: {
          created: (it) => it.created,
          metadata: (it, key) => it.metadata[key],
          status: (it) => it.status,
        },
      }),
  }),
];
