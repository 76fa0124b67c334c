import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { type RefusalKind, refusalOf } from './fault-answers';
import { API_FAULTS, type Fault, type Faults, type Provider } from './faults';

const sleep = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

/** Makes a provider's API fail, with the provider's own error messages. */
export function apiFaults(faults: Faults, provider: Provider): MiddlewareHandler {
  return async (c, next) => {
    const hit = faults.strike(provider, API_FAULTS, `${c.req.method} ${c.req.path}`)?.fault;
    if (!hit) return next();
    c.set('fault', hit.kind);
    const { kind } = hit;
    switch (kind) {
      case 'slow':
        await sleep(hit.seconds);
        return next();
      case '401':
      case '403':
      case '409':
      case '429':
      case '500':
      case '503':
        return refuse(c, provider, kind, hit);
      case '409_after_effect':
      case '500_after_effect':
        await next();
        c.res = refuse(c, provider, kind === '409_after_effect' ? '409' : '500', hit);
        return;
      case 'timeout_before':
        return breakOff(c, faults, hit);
      default:
        await next();
        c.res = breakOff(c, faults, hit);
        return;
    }
  };
}

function refuse(c: Context, provider: Provider, kind: RefusalKind, fault: Fault): Response {
  const { status, body, headers } = refusalOf(provider, { ...fault, kind });
  return c.json(body, status, headers);
}

/** Sends no response: the connection is closed, now or, without data until then, once the fault is removed. */
function breakOff(c: Context, faults: Faults, fault: Fault): Response {
  // Only @hono/node-server runs this app, and it always provides the Node response.
  const { outgoing } = c.env as HttpBindings;
  const end = () => void outgoing.destroy();
  if (fault.hang) outgoing.on('close', faults.whenRemoved(fault.id, end));
  else end();
  return RESPONSE_ALREADY_SENT;
}
