import type DodoPayments from 'dodopayments';
import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, readQuery } from '../api/body';
import { currency, taxCategory } from '../api/fields';
import { page, pageQuery } from '../api/page';
import { BUSINESS_ID } from '../business';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import type { AddonRecord } from '../records/product';
import { stamp } from '../time/stamp';

const createBody = z.strictObject({
  currency,
  name: z.string().min(1),
  price: z.number().int().min(0),
  tax_category: taxCategory,
  description: z.string().nullish(),
});

const updateBody = z.strictObject({
  currency: currency.nullish(),
  name: z.string().min(1).nullish(),
  price: z.number().int().min(0).nullish(),
  tax_category: taxCategory.nullish(),
  description: z.string().nullish(),
});

/** Add-ons, which are sold together with a subscription product. */
export function addonRoutes(dodo: Dodo): Hono {
  const { addons } = dodo.tables;
  const routes = new Hono();
  routes.get('/', (c) => c.json(page(addons.newestFirst(), readQuery(c, pageQuery), () => true, addonWire)));
  routes.post('/', async (c) => {
    const body = await readBody(c, createBody);
    const row: AddonRecord = {
      id: newId('adn_'),
      createdMs: dodo.now(),
      updatedMs: dodo.now(),
      name: body.name,
      description: body.description ?? null,
      price: body.price,
      currency: body.currency,
      taxCategory: body.tax_category,
    };
    return c.json(addonWire(addons.put(row.id, row)));
  });
  routes.get('/:id', (c) => c.json(addonWire(need(addons, c.req.param('id')))));
  routes.patch('/:id', async (c) => {
    const row = need(addons, c.req.param('id'));
    const body = await readBody(c, updateBody);
    const next: AddonRecord = {
      ...row,
      updatedMs: dodo.now(),
      name: body.name ?? row.name,
      description: body.description === undefined ? row.description : body.description,
      price: body.price ?? row.price,
      currency: body.currency ?? row.currency,
      taxCategory: body.tax_category ?? row.taxCategory,
    };
    return c.json(addonWire(addons.put(row.id, next)));
  });
  return routes;
}

function addonWire(row: AddonRecord) {
  return {
    id: row.id,
    business_id: BUSINESS_ID,
    created_at: stamp(row.createdMs),
    currency: row.currency,
    name: row.name,
    price: row.price,
    tax_category: row.taxCategory,
    updated_at: stamp(row.updatedMs),
    description: row.description,
    image: null,
  } satisfies Required<DodoPayments.AddonResponse>;
}
