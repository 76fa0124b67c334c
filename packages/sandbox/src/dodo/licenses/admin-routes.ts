import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, readQuery } from '../api/body';
import { badRequest, conflict } from '../api/errors';
import { moment } from '../api/fields';
import { createdQuery, createdWithin, matches } from '../api/filters';
import { page, pageQuery } from '../api/page';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import type { LicenseInstanceRecord, LicenseKeyRecord } from '../records/license';
import { instanceWire, licenseKeyWire, licenseStatus } from './wire';

const listQuery = pageQuery.extend(createdQuery.shape).extend({
  customer_id: z.string().optional(),
  product_id: z.string().optional(),
  source: z.enum(['auto', 'import', 'manual']).optional(),
  status: z.enum(['active', 'expired', 'disabled']).optional(),
});

const limits = { activations_limit: z.number().int().min(1).nullish(), expires_at: moment.nullish() };
const importBody = z.strictObject({
  customer_id: z.string(),
  key: z.string().min(1),
  product_id: z.string(),
  ...limits,
});
const updateBody = z.strictObject({ disabled: z.boolean().nullish(), ...limits });

/** License keys for the business. List, retrieve and update are deprecated in 2.52 but still work. */
export function licenseKeyRoutes(dodo: Dodo): Hono {
  const { licenseKeys } = dodo.tables;
  const routes = new Hono();
  routes.get('/', (c) => {
    const query = readQuery(c, listQuery);
    const { customer_id } = query;
    const source = customer_id === undefined ? licenseKeys.newestFirst() : licenseKeys.by('customer', customer_id);
    const keep = (row: LicenseKeyRecord) =>
      createdWithin(query, row.createdMs) &&
      matches(query.product_id, row.productId) &&
      matches(query.source, row.source) &&
      matches(query.status, licenseStatus(dodo, row));
    return c.json(page(source, query, keep, (row) => licenseKeyWire(dodo, row)));
  });
  routes.post('/', async (c) => {
    const body = await readBody(c, importBody);
    need(dodo.tables.customers, body.customer_id);
    need(dodo.tables.products, body.product_id);
    if (licenseKeys.by('key', body.key).length > 0)
      throw conflict('LICENSE_KEY_ALREADY_EXISTS', 'This license key already exists');
    const row: LicenseKeyRecord = {
      id: newId('lic_'),
      createdMs: dodo.now(),
      key: body.key,
      customerId: body.customer_id,
      productId: body.product_id,
      paymentId: null,
      subscriptionId: null,
      activationsLimit: body.activations_limit ?? null,
      expiresMs: body.expires_at ?? null,
      disabled: false,
      source: 'import',
    };
    licenseKeys.put(row.id, row);
    dodo.emit('license_key.created', row.id);
    return c.json(licenseKeyWire(dodo, row));
  });
  routes.get('/:id', (c) => c.json(licenseKeyWire(dodo, need(licenseKeys, c.req.param('id')))));
  routes.patch('/:id', async (c) => {
    const row = need(licenseKeys, c.req.param('id'));
    const body = await readBody(c, updateBody);
    if (body.expires_at != null && row.subscriptionId !== null)
      throw badRequest('NO_EXPIRY_ON_SUBSCRIPTION_LICENSE_KEYS', 'Keys of subscriptions have no expiry of their own');
    const next = {
      ...row,
      disabled: body.disabled ?? row.disabled,
      activationsLimit: body.activations_limit === undefined ? row.activationsLimit : body.activations_limit,
      expiresMs: body.expires_at === undefined ? row.expiresMs : body.expires_at,
    };
    return c.json(licenseKeyWire(dodo, licenseKeys.put(row.id, next)));
  });
  return routes;
}

/** Activations of a license key. */
export function licenseInstanceRoutes(dodo: Dodo): Hono {
  const { licenseInstances } = dodo.tables;
  const routes = new Hono();
  routes.get('/', (c) => {
    const query = readQuery(c, pageQuery.extend({ license_key_id: z.string().optional() }));
    const { license_key_id: keyId } = query;
    const source: Iterable<LicenseInstanceRecord> =
      keyId === undefined ? licenseInstances.newestFirst() : licenseInstances.by('key', keyId);
    return c.json(page(source, query, () => true, instanceWire));
  });
  routes.get('/:id', (c) => c.json(instanceWire(need(licenseInstances, c.req.param('id')))));
  routes.patch('/:id', async (c) => {
    const row = need(licenseInstances, c.req.param('id'));
    const { name } = await readBody(c, z.strictObject({ name: z.string().min(1) }));
    return c.json(instanceWire(licenseInstances.put(row.id, { ...row, name })));
  });
  return routes;
}
