import type { MiddlewareHandler } from 'hono';
import { readOnlyKey, unauthorized } from './errors';

/**
 * Routes without an API key (docs/providers/dodo.md#api-basics): invoices, license checks by the customer's software,
 * and the list of countries.
 */
const PUBLIC =
  /^\/dodo\/(invoices\/(payments|refunds)\/|licenses\/(activate|deactivate|validate)$|checkout\/supported_countries$)/;

/** Accepts any bearer token; one that contains `read_only` may only read. @throws 401 UNAUTHORIZED, 403 */
export const authenticate: MiddlewareHandler = async (c, next) => {
  if (!PUBLIC.test(c.req.path)) {
    const token = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (!token) throw unauthorized();
    if (token.includes('read_only') && c.req.method !== 'GET') throw readOnlyKey();
  }
  await next();
};
