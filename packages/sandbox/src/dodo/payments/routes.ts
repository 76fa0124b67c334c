import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, readQuery } from '../api/body';
import { createdQuery, createdWithin, matches } from '../api/filters';
import { page, pageQuery } from '../api/page';
import { BRAND_ID } from '../business';
import { legacyPayment, legacyPaymentBody } from '../checkouts/legacy';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { PaymentRecord } from '../records/payment';
import { retryPayment, retryState } from './manual-retry';
import { lineItemsWire, paymentListWire, paymentWire } from './wire';

const STATUSES = [
  'succeeded',
  'failed',
  'cancelled',
  'processing',
  'requires_customer_action',
  'requires_merchant_action',
  'requires_payment_method',
  'requires_confirmation',
  'requires_capture',
  'partially_captured',
  'partially_captured_and_capturable',
] as const;

const listQuery = pageQuery.extend(createdQuery.shape).extend({
  brand_id: z.string().optional(),
  currency: z.string().optional(),
  customer_id: z.string().optional(),
  product_id: z.string().optional(),
  status: z.enum(STATUSES).optional(),
  subscription_id: z.string().optional(),
});

type ListQuery = z.output<typeof listQuery>;

export function paymentRoutes(dodo: Dodo): Hono {
  const { payments } = dodo.tables;
  const routes = new Hono();

  routes.get('/', (c) => {
    const query = readQuery(c, listQuery);
    return c.json(
      page(
        source(dodo, query),
        query,
        (row) => wanted(dodo, query, row),
        (row) => paymentListWire(dodo, row),
      ),
    );
  });
  routes.post('/', async (c) => c.json(legacyPayment(dodo, await readBody(c, legacyPaymentBody))));
  routes.get('/:id', (c) => c.json(paymentWire(dodo, need(payments, c.req.param('id')))));
  routes.get('/:id/line-items', (c) => c.json(lineItemsWire(need(payments, c.req.param('id')))));
  routes.get('/:id/retry', (c) => c.json(retryState(dodo, need(payments, c.req.param('id')))));
  routes.post('/:id/retry', (c) => c.json(retryPayment(dodo, need(payments, c.req.param('id')))));
  return routes;
}

function source(dodo: Dodo, query: ListQuery): Iterable<PaymentRecord> {
  const { payments } = dodo.tables;
  if (query.subscription_id !== undefined) return payments.by('subscription', query.subscription_id);
  if (query.customer_id !== undefined) return payments.by('customer', query.customer_id);
  return payments.newestFirst();
}

function wanted(dodo: Dodo, query: ListQuery, row: PaymentRecord): boolean {
  return (
    createdWithin(query, row.createdMs) &&
    matches(query.brand_id, BRAND_ID) &&
    matches(query.currency, row.currency) &&
    matches(query.customer_id, row.customerId) &&
    matches(query.status, row.status) &&
    (query.product_id === undefined || products(dodo, row).includes(query.product_id))
  );
}

function products(dodo: Dodo, row: PaymentRecord): (string | undefined)[] {
  const recurring = row.subscriptionIds.map((id) => dodo.tables.subscriptions.get(id)?.plan.productId);
  return [...recurring, ...(row.productCart ?? []).map((item) => item.product_id)];
}
