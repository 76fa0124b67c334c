import type DodoPayments from 'dodopayments';
import { Hono } from 'hono';
import { z } from 'zod';
import { queryBoolean, readBody, readQuery } from '../api/body';
import { badRequest, invalidBody } from '../api/errors';
import { moment } from '../api/fields';
import { matches } from '../api/filters';
import { page, pageQuery } from '../api/page';
import { BUSINESS_ID } from '../business';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import type { MeterRecord, UsageEventRecord } from '../records/others';
import { stamp } from '../time/stamp';
import { passes } from './filter';

const value = z.union([z.string().max(500), z.number(), z.boolean()]);

const ingestBody = z.object({
  events: z
    .array(
      z.object({
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

/** Usage events. An id counts once: twice in one request refuses it whole, later repeats are ignored (dodo.md §2.11). */
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

const condition = z.object({
  key: z.string(),
  operator: z.enum([
    'equals',
    'not_equals',
    'greater_than',
    'greater_than_or_equals',
    'less_than',
    'less_than_or_equals',
    'contains',
    'does_not_contain',
  ]),
  value: z.union([z.string(), z.number(), z.boolean()]),
});

const conjunction = z.enum(['and', 'or']);

const filter: z.ZodType<DodoPayments.MeterFilter> = z.object({
  conjunction,
  clauses: z.union([z.array(condition), z.array(z.lazy(() => filter))]),
});

const meterBody = z.object({
  aggregation: z.object({ type: z.enum(['count', 'sum', 'max', 'last']), key: z.string().nullish() }),
  event_name: z.string().min(1),
  measurement_unit: z.string().min(1),
  name: z.string().min(1),
  description: z.string().nullish(),
  filter: filter.nullish(),
});

export function meterRoutes(dodo: Dodo): Hono {
  const { meters } = dodo.tables;
  const routes = new Hono();
  routes.get('/', (c) => {
    const query = readQuery(c, pageQuery.extend({ archived: queryBoolean.default(false) }));
    return c.json(page(meters.newestFirst(), query, (row) => row.archived === query.archived, meterWire));
  });
  routes.post('/', async (c) => {
    const body = await readBody(c, meterBody);
    const { type, key } = body.aggregation;
    if (type !== 'count' && !key) throw invalidBody('aggregation.key: required unless the meter counts.');
    const row: MeterRecord = {
      id: newId('mtr_'),
      createdMs: dodo.now(),
      updatedMs: dodo.now(),
      name: body.name,
      description: body.description ?? null,
      eventName: body.event_name,
      measurementUnit: body.measurement_unit,
      aggregation: { type, key: key ?? null },
      filter: body.filter ?? null,
      archived: false,
    };
    return c.json(meterWire(meters.put(row.id, row)), 201);
  });
  routes.get('/:id', (c) => c.json(meterWire(need(meters, c.req.param('id')))));
  routes.delete('/:id', (c) => {
    const row = need(meters, c.req.param('id'));
    meters.put(row.id, { ...row, archived: true, updatedMs: dodo.now() });
    return c.body(null, 204);
  });
  routes.post('/:id/unarchive', (c) => {
    const row = need(meters, c.req.param('id'));
    meters.put(row.id, { ...row, archived: false, updatedMs: dodo.now() });
    return c.body('');
  });
  return routes;
}

function meterWire(row: MeterRecord) {
  return {
    id: row.id,
    aggregation: row.aggregation,
    business_id: BUSINESS_ID,
    created_at: stamp(row.createdMs),
    event_name: row.eventName,
    measurement_unit: row.measurementUnit,
    name: row.name,
    updated_at: stamp(row.updatedMs),
    description: row.description,
    filter: row.filter,
  } satisfies Required<DodoPayments.Meter>;
}
