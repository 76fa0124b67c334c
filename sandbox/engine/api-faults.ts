import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { API_FAULTS, type Fault, type Faults, type Provider } from './faults';

const sleep = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

/** Makes a provider's API fail as ordered, in the provider's own words. */
export function apiFaults(faults: Faults, provider: Provider): MiddlewareHandler {
  return async (c, next) => {
    const hit = faults.strike(provider, API_FAULTS, `${c.req.method} ${c.req.path}`)?.fault;
    if (!hit) return next();
    c.set('fault', hit.kind);
    switch (hit.kind) {
      case 'slow':
        await sleep(hit.seconds);
        return next();
      case '429':
        return provider === 'stripe'
          ? c.json(STRIPE_429, 429, { 'Stripe-Rate-Limited-Reason': 'global-rate' })
          : c.json(DODO_429, 429, { 'Retry-After': '1' });
      case '500':
        return c.json(provider === 'stripe' ? STRIPE_500 : DODO_500, 500);
      case 'timeout_before':
        return breakOff(c, hit);
      default:
        await next();
        c.res = breakOff(c, hit);
        return;
    }
  };
}

/** Leaves the caller without an answer: the connection is cut, or stays open and silent. */
function breakOff(c: Context, fault: Fault): Response {
  // Only @hono/node-server runs this app, and it always brings the Node response along.
  const { outgoing } = c.env as HttpBindings;
  if (!fault.hang) outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

const STRIPE_429 = {
  error: {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message: 'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
  },
};
const STRIPE_500 = {
  error: { type: 'api_error', message: 'An unknown error occurred: the sandbox was told to fail this request.' },
};
const DODO_429 = { code: 'TOO_MANY_REQUESTS', message: 'Too many requests' };
const DODO_500 = { code: 'INTERNAL_SERVER_ERROR', message: 'The sandbox was told to fail this request' };
