import { Hono } from 'hono';
import { readQuery } from '../api/body';
import { createdQuery, createdWithin } from '../api/filters';
import { page, pageQuery } from '../api/page';
import type { Dodo } from '../dodo';
import { payoutWire } from './wire';

export function payoutRoutes(dodo: Dodo): Hono {
  const routes = new Hono();
  routes.get('/', (c) => {
    const query = readQuery(c, pageQuery.extend(createdQuery.shape));
    const rows = dodo.tables.payouts.newestFirst();
    return c.json(page(rows, query, (row) => createdWithin(query, row.createdMs), payoutWire));
  });
  return routes;
}
