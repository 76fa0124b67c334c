import type DodoPayments from 'dodopayments';
import { Hono } from 'hono';
import { z } from 'zod';
import { queryBoolean, readBody, readQuery } from '../api/body';
import { invalidBody } from '../api/errors';
import { page, pageQuery } from '../api/page';
import { BUSINESS_ID } from '../business';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import type { MeterRecord } from '../records/usage';
import { stamp } from '../time/stamp';

const condition = z.strictObject({
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

const filter: z.ZodType<DodoPayments.MeterFilter> = z.strictObject({
  conjunction,
  clauses: z.union([z.array(condition), z.array(z.lazy(() => filter))]),
});

const meterBody = z.strictObject({
  aggregation: z.strictObject({ type: z.enum(['count', 'sum', 'max', 'last']), key: z.string().nullish() }),
  event_name: z.string().min(1),
  measurement_unit: z.string().min(1),
  name: z.string().min(1),
  description: z.string().nullish(),
  filter: filter.nullish(),
});

/** Meters define how usage events are aggregated. */
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
