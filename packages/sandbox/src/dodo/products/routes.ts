import { Hono } from 'hono';
import { z } from 'zod';
import { queryBoolean, readBody, readQuery } from '../api/body';
import { DodoError } from '../api/errors';
import { matches } from '../api/filters';
import { page, pageQuery } from '../api/page';
import { BRAND_ID } from '../business';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import type { LicenseTerms, ProductRecord } from '../records/product';
import { fullPrice } from './price';
import { type CreateBody, createBody, type UpdateBody, updateBody } from './schema';
import { productListWire, productWire } from './wire';

const listQuery = pageQuery.extend({
  archived: queryBoolean.default(false),
  recurring: queryBoolean.optional(),
  brand_id: z.string().optional(),
});

/** Products: `DELETE` archives. Archived products can be read and unarchived, but not sold or changed. */
export function productRoutes(dodo: Dodo): Hono {
  const { products } = dodo.tables;
  const routes = new Hono();

  routes.get('/', (c) => {
    const query = readQuery(c, listQuery);
    const keep = (row: ProductRecord) =>
      row.archived === query.archived &&
      matches(query.recurring, row.price.type !== 'one_time_price') &&
      matches(query.brand_id, BRAND_ID);
    return c.json(page(products.newestFirst(), query, keep, productListWire));
  });

  routes.post('/', async (c) => {
    const body = await readBody(c, createBody);
    for (const addonId of body.addons ?? []) need(dodo.tables.addons, addonId);
    const row: ProductRecord = {
      id: newId('pdt_'),
      createdMs: dodo.now(),
      updatedMs: dodo.now(),
      archived: false,
      name: body.name,
      description: body.description ?? null,
      price: fullPrice(dodo, body.price),
      taxCategory: body.tax_category,
      metadata: body.metadata ?? {},
      addons: body.addons ?? [],
      license: body.license_key_enabled ? licenseTerms(body, null) : null,
    };
    return c.json(productWire(products.put(row.id, row)));
  });

  routes.get('/:id', (c) => c.json(productWire(need(products, c.req.param('id')))));

  routes.patch('/:id', async (c) => {
    const row = need(products, c.req.param('id'));
    const body = await readBody(c, updateBody);
    if (row.archived) throw new DodoError(410, 'PRODUCT_IS_DELETED', 'This product is archived');
    products.put(row.id, patched(dodo, row, body));
    return c.body('');
  });

  routes.delete('/:id', (c) => {
    const row = need(products, c.req.param('id'));
    if (row.archived) throw new DodoError(410, 'PRODUCT_IS_DELETED', 'This product is archived');
    products.put(row.id, { ...row, archived: true, updatedMs: dodo.now() });
    return c.body('');
  });

  routes.post('/:id/unarchive', (c) => {
    const row = need(products, c.req.param('id'));
    products.put(row.id, { ...row, archived: false, updatedMs: dodo.now() });
    return c.body('');
  });

  return routes;
}

function patched(dodo: Dodo, row: ProductRecord, body: UpdateBody): ProductRecord {
  const licensed = body.license_key_enabled ?? row.license !== null;
  return {
    ...row,
    updatedMs: dodo.now(),
    name: body.name ?? row.name,
    description: body.description === undefined ? row.description : body.description,
    price: body.price ? fullPrice(dodo, body.price) : row.price,
    taxCategory: body.tax_category ?? row.taxCategory,
    metadata: body.metadata ?? row.metadata,
    addons: body.addons ?? row.addons,
    license: licensed ? licenseTerms(body, row.license) : null,
  };
}

function licenseTerms(
  body: Pick<CreateBody, 'license_key_activation_message' | 'license_key_activations_limit' | 'license_key_duration'>,
  before: LicenseTerms | null,
): LicenseTerms {
  return {
    activationsLimit: body.license_key_activations_limit ?? before?.activationsLimit ?? null,
    activationMessage: body.license_key_activation_message ?? before?.activationMessage ?? null,
    duration: body.license_key_duration ?? before?.duration ?? null,
  };
}
