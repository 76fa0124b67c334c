import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, readQuery } from '../api/body';
import { createdQuery, createdWithin, matches } from '../api/filters';
import { page, pageQuery } from '../api/page';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { RefundRecord } from '../records/payment';
import { createRefund, refundBody } from './create';
import { refundListWire, refundWire } from './wire';

const listQuery = pageQuery.extend(createdQuery.shape).extend({
  customer_id: z.string().optional(),
  status: z.enum(['succeeded', 'failed', 'pending', 'review']).optional(),
  subscription_id: z.string().optional(),
});

export function refundRoutes(dodo: Dodo): Hono {
  const { refunds } = dodo.tables;
  const routes = new Hono();
  routes.get('/', (c) => {
    const query = readQuery(c, listQuery);
    const source = query.customer_id === undefined ? refunds.newestFirst() : refunds.by('customer', query.customer_id);
    const keep = (row: RefundRecord) =>
      createdWithin(query, row.createdMs) &&
      matches(query.status, row.status) &&
      (query.subscription_id === undefined || row.subscriptionIds.includes(query.subscription_id));
    return c.json(page(source, query, keep, refundListWire));
  });
  routes.post('/', async (c) => c.json(refundWire(dodo, createRefund(dodo, await readBody(c, refundBody)))));
  routes.get('/:id', (c) => c.json(refundWire(dodo, need(refunds, c.req.param('id')))));
  return routes;
}
