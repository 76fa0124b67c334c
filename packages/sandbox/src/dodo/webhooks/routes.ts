import { randomBytes } from 'node:crypto';
import type DodoPayments from 'dodopayments';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Endpoint } from '../../engine/deliveries';
import { readBody, readQuery, unsupported } from '../api/body';
import { conflict, notFound } from '../api/errors';
import type { Dodo } from '../dodo';
import { newId } from '../ids';
import { EVENT_TYPES } from '../lists/event-types';
import { stamp } from '../time/stamp';

const text = z.record(z.string(), z.string());

const fields = {
  description: z.string().nullish(),
  disabled: z.boolean().nullish(),
  filter_types: z.array(z.enum(EVENT_TYPES)).nullish(),
  metadata: text.nullish(),
  rate_limit: unsupported(),
};

const createBody = z.strictObject({
  ...fields,
  url: z.url(),
  headers: text.nullish(),
  idempotency_key: z.string().nullish(),
});
const updateBody = z.strictObject({ ...fields, url: z.url().nullish() });
const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(250).default(50),
  iterator: z.string().optional(),
});

/** Webhook endpoints. They share a table with Stripe's and have additional fields for Dodo. */
export function webhookRoutes(dodo: Dodo): Hono {
  const { endpoints } = dodo.world.deliveries;
  const routes = new Hono();
  const find = (id: string): Endpoint => {
    const found = endpoints.get(id);
    if (found?.provider !== 'dodo') throw notFound();
    return found;
  };

  routes.get('/', (c) => {
    const { limit, iterator } = readQuery(c, listQuery);
    const all = [...endpoints.oldestFirst()].filter((endpoint) => endpoint.provider === 'dodo');
    const from = iterator === undefined ? 0 : all.findIndex((endpoint) => endpoint.id === iterator) + 1;
    const data = all.slice(from, from + limit);
    const done = from + limit >= all.length;
    // The SDK continues while there is an iterator, regardless of `done`, so the last page must not have one
    // (docs/providers/dodo.md#api-basics).
    return c.json({
      data: data.map(webhookWire),
      iterator: done ? null : (data.at(-1)?.id ?? null),
      prev_iterator: null,
      done,
    });
  });

  routes.post('/', async (c) => {
    const body = await readBody(c, createBody);
    const key = body.idempotency_key ?? null;
    if (key !== null && [...endpoints.oldestFirst()].some((endpoint) => endpoint.idempotencyKey === key))
      throw conflict('DUPLICATE_IDEMPOTENCY_KEY', 'This idempotency key was already used');
    const now = dodo.now();
    const row: Endpoint = {
      id: newId('whk_'),
      provider: 'dodo',
      url: body.url,
      secrets: [freshSecret()],
      enabled: !(body.disabled ?? false),
      types: body.filter_types?.length ? body.filter_types : '*',
      description: body.description ?? '',
      metadata: body.metadata ?? {},
      headers: body.headers ?? {},
      rateLimit: body.rate_limit ?? null,
      idempotencyKey: key,
      createdMs: now,
      updatedMs: now,
    };
    return c.json(webhookWire(endpoints.put(row.id, row)));
  });

  routes.get('/:id', (c) => c.json(webhookWire(find(c.req.param('id')))));

  routes.patch('/:id', async (c) => {
    const row = find(c.req.param('id'));
    const body = await readBody(c, updateBody);
    const types = body.filter_types === undefined ? row.types : body.filter_types?.length ? body.filter_types : '*';
    const next: Endpoint = {
      ...row,
      url: body.url ?? row.url,
      enabled: body.disabled == null ? row.enabled : !body.disabled,
      types,
      description: body.description ?? row.description,
      metadata: body.metadata ?? row.metadata,
      rateLimit: body.rate_limit === undefined ? row.rateLimit : body.rate_limit,
      updatedMs: dodo.now(),
    };
    return c.json(webhookWire(endpoints.put(row.id, next)));
  });

  routes.delete('/:id', (c) => {
    endpoints.remove(find(c.req.param('id')).id);
    return c.body(null, 204);
  });

  routes.get('/:id/secret', (c) => c.json({ secret: find(c.req.param('id')).secrets[0] ?? '' }));
  routes.get('/:id/headers', (c) => c.json({ headers: find(c.req.param('id')).headers ?? {}, sensitive: [] }));
  routes.patch('/:id/headers', async (c) => {
    const row = find(c.req.param('id'));
    const { headers } = await readBody(c, z.strictObject({ headers: text }));
    endpoints.put(row.id, { ...row, headers, updatedMs: dodo.now() });
    return c.body('');
  });
  return routes;
}

/** A signing secret in Standard Webhooks form: base64 of 24 random bytes. */
export function freshSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

const unknownFields = z.object({
  description: z.string().catch(''),
  metadata: text.catch({}),
  rateLimit: z.number().nullable().catch(null),
  createdMs: z.number().catch(0),
  updatedMs: z.number().catch(0),
});

/** The default endpoint is created by the engine and has no Dodo fields. */
function webhookWire(row: Endpoint) {
  const extra = unknownFields.parse(row);
  return {
    id: row.id,
    created_at: stamp(extra.createdMs),
    description: extra.description,
    metadata: extra.metadata,
    updated_at: stamp(extra.updatedMs),
    url: row.url,
    disabled: !row.enabled,
    filter_types: row.types === '*' ? null : row.types,
    rate_limit: extra.rateLimit,
  } satisfies Required<DodoPayments.WebhookDetails>;
}
