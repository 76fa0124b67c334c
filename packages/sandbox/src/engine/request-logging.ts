import type { MiddlewareHandler } from 'hono';
import type { Provider } from './faults';
import type { RequestLog } from './request-log';

const KEPT = 20_000;
const TEXTUAL = /json|x-www-form-urlencoded|^text\//;

/** Logs every request to a provider's API with its response and duration. */
export function logRequests(log: RequestLog, provider: Provider): MiddlewareHandler {
  return async (c, next) => {
    const started = performance.now();
    const at = new Date().toISOString();
    const hasBody =
      c.req.method !== 'GET' && c.req.method !== 'HEAD' && TEXTUAL.test(c.req.header('content-type') ?? '');
    await next();
    const fault: string | undefined = c.get('fault');
    const cut = fault?.startsWith('timeout') === true;
    // Read late, because Stripe reserves an idempotency key before it reads the body. Hono caches the text.
    const requestBody = hasBody ? beginning(await c.req.text().catch(() => '')) : '';
    const textual = !cut && TEXTUAL.test(c.res.headers.get('content-type') ?? '');
    const url = new URL(c.req.url);
    log.add({
      at,
      provider,
      method: c.req.method,
      path: url.pathname + url.search,
      status: cut ? null : c.res.status,
      ms: Math.round(performance.now() - started),
      requestBody,
      responseBody: textual ? beginning(await c.res.clone().text()) : '',
      idempotencyKey: c.req.header('idempotency-key') ?? null,
      fault: fault ?? null,
    });
  };
}

/** A copy: in V8 a slice keeps its whole source string in memory, and a page of a hundred objects is long. */
function beginning(text: string): string {
  return text.length <= KEPT ? text : Buffer.from(text.slice(0, KEPT)).toString();
}
