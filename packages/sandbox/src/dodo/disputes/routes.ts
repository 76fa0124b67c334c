import { Hono } from 'hono';
import { z } from 'zod';
import { readQuery } from '../api/body';
import { createdQuery, createdWithin, matches } from '../api/filters';
import { page, pageQuery } from '../api/page';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { DisputeRecord } from '../records/payment';
import { disputeListWire, disputeWire } from './wire';

const STATUSES = [
  'dispute_opened',
  'dispute_expired',
  'dispute_accepted',
  'dispute_cancelled',
  'dispute_challenged',
  'dispute_won',
  'dispute_lost',
] as const;

const listQuery = pageQuery.extend(createdQuery.shape).extend({
  customer_id: z.string().optional(),
  dispute_stage: z.enum(['pre_dispute', 'dispute', 'pre_arbitration']).optional(),
  dispute_status: z.enum(STATUSES).optional(),
});

/** Read-only: banks open disputes, and the business responds in its dashboard (here: control routes). */
export function disputeRoutes(dodo: Dodo): Hono {
  const { disputes } = dodo.tables;
  const routes = new Hono();
  routes.get('/', (c) => {
    const query = readQuery(c, listQuery);
    const source =
      query.customer_id === undefined ? disputes.newestFirst() : disputes.by('customer', query.customer_id);
    const keep = (row: DisputeRecord) =>
      createdWithin(query, row.createdMs) &&
      matches(query.dispute_stage, row.stage) &&
      matches(query.dispute_status, row.status);
    return c.json(page(source, query, keep, (row) => disputeListWire(dodo, row)));
  });
  routes.get('/:id', (c) => c.json(disputeWire(dodo, need(disputes, c.req.param('id')))));
  return routes;
}
