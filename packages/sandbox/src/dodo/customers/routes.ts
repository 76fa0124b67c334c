import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, readQuery, unsupported } from '../api/body';
import { notFound } from '../api/errors';
import { metadata } from '../api/fields';
import { createdQuery, createdWithin } from '../api/filters';
import { page, pageQuery } from '../api/page';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { CustomerRecord } from '../records/customer';
import { change } from '../subscriptions/state';
import { openPortal } from './portal-session';
import { createCustomer } from './resolve';
import { customerWire, methodWire } from './wire';

const createBody = z.strictObject({
  email: z.email(),
  name: z.string().min(1),
  phone_number: z.string().nullish(),
  metadata: metadata.nullish(),
});

const updateBody = createBody.partial().extend({ email: z.email().nullish(), name: z.string().min(1).nullish() });

const listQuery = pageQuery
  .extend(createdQuery.shape)
  .extend({ email: z.string().optional(), name: z.string().optional() });

/** Customers, their portal, and their saved cards. The API has no delete. */
export function customerRoutes(dodo: Dodo): Hono {
  const { customers, methods } = dodo.tables;
  const routes = new Hono();

  routes.get('/', (c) => {
    const query = readQuery(c, listQuery);
    const source =
      query.email === undefined ? customers.newestFirst() : customers.by('email', query.email.toLowerCase());
    const part = query.name?.toLowerCase() ?? '';
    const keep = (row: CustomerRecord) => createdWithin(query, row.createdMs) && row.name.toLowerCase().includes(part);
    return c.json(page(source, query, keep, customerWire));
  });

  routes.post('/', async (c) => {
    const body = await readBody(c, createBody);
    const row = createCustomer(dodo, {
      email: body.email,
      name: body.name,
      phone: body.phone_number,
      metadata: body.metadata ?? {},
    });
    return c.json(customerWire(row));
  });

  routes.get('/:id', (c) => c.json(customerWire(need(customers, c.req.param('id')))));

  routes.patch('/:id', async (c) => {
    const row = need(customers, c.req.param('id'));
    const body = await readBody(c, updateBody);
    const next = {
      ...row,
      email: body.email ?? row.email,
      name: body.name ?? row.name,
      phone: body.phone_number === undefined ? row.phone : body.phone_number,
      metadata: body.metadata ?? row.metadata,
    };
    return c.json(customerWire(customers.put(row.id, next)));
  });

  routes.post('/:id/customer-portal/session', (c) => {
    const row = need(customers, c.req.param('id'));
    const query = readQuery(c, z.strictObject({ return_url: z.url().optional(), send_email: unsupported('false') }));
    return c.json({ link: openPortal(dodo, row.id, query.return_url ?? null) });
  });

  routes.get('/:id/payment-methods', (c) => {
    const row = need(customers, c.req.param('id'));
    return c.json({ items: methods.by('customer', row.id).map(methodWire) });
  });

  routes.delete('/:id/payment-methods/:method', (c) => {
    const row = need(customers, c.req.param('id'));
    const method = need(methods, c.req.param('method'));
    if (method.customerId !== row.id) throw notFound();
    methods.remove(method.id);
    for (const subscription of dodo.tables.subscriptions.by('customer', row.id)) {
      if (subscription.methodId === method.id) change(dodo, subscription, { methodId: null });
    }
    return c.body(null, 204);
  });

  return routes;
}
