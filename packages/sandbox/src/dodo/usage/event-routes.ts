import type DodoPayments from 'dodopayments';
import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, readQuery } from '../api/body';
import { badRequest, invalidBody } from '../api/errors';
import { moment } from '../api/fields';
import { matches } from '../api/filters';
import { page, pageQuery } from '../api/page';
import { BUSINESS_ID } from '../business';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { UsageEventRecord } from '../records/usage';
import { stamp } from '../time/stamp';
import { passes } from './filter';

const value = z.union([z.string().max(500), z.number(), z.boolean()]);

const ingestBody = z.strictObject({
  events: z
    .array(
      z.strictObject({
        customer_id: z.string(),
        event_id: z.string().min(1),
        event_name: z.string().min(1),
        metadata: z.record(z.string().max(100), value).nullish(),
        timestamp: moment.nullish(),
      }),
    )
    .min(1)
    .max(1000),
});

const listQuery = pageQuery.extend({
  customer_id: z.string().optional(),
  event_name: z.string().optional(),
  meter_id: z.string().optional(),
  start: moment.optional(),
  end: moment.optional(),
});

const HOUR_MS = 3_600_000;
const AHEAD_MS = 5 * 60_000;

/**
 * Usage events. Ids are unique: a request with a duplicate is rejected as a whole; later repeats are ignored
 * (docs/providers/dodo.md#usage).
 */
export function eventRoutes(dodo: Dodo): Hono {
  const { usage } = dodo.tables;
  const routes = new Hono();

  routes.post('/ingest', async (c) => {
    const { events } = await readBody(c, ingestBody);
    if (new Set(events.map((event) => event.event_id)).size < events.length)
      throw badRequest('DUPLICATE_EVENT_IDS', 'An event id occurs more than once in this request');
    const now = dodo.now();
    for (const event of events) {
      need(dodo.tables.customers, event.customer_id);
      if (Object.keys(event.metadata ?? {}).length > 50) throw invalidBody('metadata: at most 50 pairs.');
      const at = event.timestamp ?? now;
      if (at < now - HOUR_MS || at > now + AHEAD_MS)
        throw badRequest('INVALID_REQUEST_PARAMETERS', 'timestamp: at most one hour ago and five minutes ahead');
    }
    const fresh = events.filter((event) => !usage.get(event.event_id));
    for (const event of fresh) {
      const { event_id: id, customer_id: customerId, event_name: name } = event;
      usage.put(id, { id, customerId, name, atMs: event.timestamp ?? now, metadata: event.metadata ?? null });
    }
    return c.json({ ingested_count: fresh.length });
  });

  routes.get('/', (c) => {
    const query = readQuery(c, listQuery);
    const meter = query.meter_id === undefined ? null : need(dodo.tables.meters, query.meter_id);
    const { customer_id } = query;
    const source = customer_id === undefined ? usage.newestFirst() : usage.by('customer', customer_id);
    const keep = (row: UsageEventRecord) =>
      matches(query.event_name, row.name) &&
      (query.start === undefined || row.atMs >= query.start) &&
      (query.end === undefined || row.atMs <= query.end) &&
      (meter === null || (row.name === meter.eventName && passes(meter.filter, row.metadata ?? {})));
    return c.json(page(source, query, keep, eventWire));
  });

  routes.get('/:id', (c) => c.json(eventWire(need(usage, c.req.param('id')))));
  return routes;
}

function eventWire(row: UsageEventRecord) {
  return {
    business_id: BUSINESS_ID,
    customer_id: row.customerId,
    event_id: row.id,
    event_name: row.name,
    timestamp: stamp(row.atMs),
    metadata: row.metadata,
  } satisfies Required<DodoPayments.Event>;
}
