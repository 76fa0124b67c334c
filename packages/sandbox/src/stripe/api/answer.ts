import { setImmediate as moment } from 'node:timers/promises';
import type { Context } from 'hono';
import { authenticate } from './auth';
import { ACCOUNT_ID, API_VERSION, forRequest, type StripeContext } from './context';
import { docUrl, invalidRequest, StripeFault } from './errors';
import { expand } from './expand';
import { parseForm } from './form';
import { fingerprintOf, hold, recall, remember } from './idempotency';
import { newId } from './ids';
import { isList, type ListObject } from './list';
import type { Prepared } from './route';
import type { Router } from './router';
import type { StripeObject } from './wire';

interface Answer {
  status: number;
  body: string;
  stored: boolean;
}

/**
 * Handles an API request: key, version, parameters, idempotency, the call itself, expansion, headers
 * (docs.stripe.com/api).
 */
export async function answer(base: StripeContext, router: Router, http: Context): Promise<Response> {
  const { method } = http.req;
  const url = new URL(http.req.url);
  const requestId = newId('request');
  const version = http.req.header('stripe-version') ?? null;
  const key = method === 'POST' ? http.req.header('idempotency-key') : undefined;
  const headers: Record<string, string> = {
    ...standing,
    'Request-Id': requestId,
    'Stripe-Version': version ?? API_VERSION,
  };
  if (method === 'POST') {
    headers['Stripe-Should-Retry'] = 'false';
    headers['Original-Request'] = requestId;
    if (key !== undefined) headers['Idempotency-Key'] = key;
  }
  const send = (status: number, body: string): Response => new Response(body, { status, headers });
  let release: (() => void) | undefined;
  try {
    authenticate(http.req.header('authorization'));
    checkVersion(version);
    const ctx = forRequest(base, { id: requestId, idempotency_key: key ?? null }, version);
    if (key !== undefined) release = hold(ctx, key);
    const body = method === 'GET' ? '' : await http.req.text();
    // A call takes Stripe a moment. Without a delay, two simultaneous requests would never conflict (409).
    if (key !== undefined) await moment();
    const fingerprint = fingerprintOf(method, url.pathname, body);
    const earlier = key === undefined ? undefined : recall(ctx, key, fingerprint);
    if (earlier) {
      headers['Original-Request'] = earlier.requestId;
      headers['Idempotent-Replayed'] = 'true';
      return send(earlier.status, earlier.body);
    }
    const prepared = prepare(router, method, url, body, version);
    const { stored, ...done } = await run(ctx, prepared, requestId);
    if (key !== undefined && stored) remember(ctx, { key, fingerprint, requestId, ...done });
    return send(done.status, done.body);
  } catch (error) {
    const fault = asFault(error, requestId);
    // The SDK only retries if this header says so. The retry gets the first request's response.
    if (fault.body.code === 'idempotency_key_in_use') headers['Stripe-Should-Retry'] = 'true';
    return send(fault.status, errorText(fault, requestId));
  } finally {
    release?.();
  }
}

const standing = {
  'Content-Type': 'application/json',
  'Cache-Control': 'no-cache, no-store',
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required, X-Stripe-Privileged-Session-Required',
  'Access-Control-Max-Age': '300',
};

function checkVersion(version: string | null): void {
  if (version === null || /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version)) return;
  throw invalidRequest(`Invalid Stripe API version: ${version}`);
}

function prepare(router: Router, method: string, url: URL, body: string, version: string | null): Prepared {
  const match = router.find(method, url.pathname);
  if (!match) {
    console.warn(`stripe: ${method} ${url.pathname} isn't supported by this sandbox`);
    throw invalidRequest(
      `Unrecognized request URL (${method}: ${url.pathname}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
      { status: 404 },
    );
  }
  const raw = parseForm(body, parseForm(url.search.slice(1)));
  return match.route.prepare(match.path, raw, version);
}

async function run(ctx: StripeContext, prepared: Prepared, requestId: string): Promise<Answer> {
  try {
    const result = shown(ctx, await prepared.run(ctx));
    expand(ctx, result, prepared.expand);
    return { status: 200, body: JSON.stringify(result, null, 2), stored: true };
  } catch (error) {
    const fault = asFault(error, requestId);
    return { status: fault.status, body: errorText(fault, requestId), stored: fault.stored };
  }
}

function shown(ctx: StripeContext, result: StripeObject): StripeObject {
  if (!isList(result)) return ctx.show(result);
  const list: ListObject<StripeObject> = { ...result, data: result.data.map((item) => ctx.show(item)) };
  return list;
}

function asFault(error: unknown, requestId: string): StripeFault {
  if (error instanceof StripeFault) return error;
  console.error(`stripe: ${requestId} failed`, error);
  return new StripeFault(500, { type: 'api_error', message: 'The sandbox failed. See its log for details.' });
}

function errorText({ body }: StripeFault, requestId: string): string {
  const { code, type, ...rest } = body;
  const error = {
    ...(code ? { code, doc_url: docUrl(code) } : {}),
    ...rest,
    request_log_url: `https://dashboard.stripe.com/${ACCOUNT_ID}/test/workbench/logs?object=${requestId}`,
    type,
  };
  return JSON.stringify({ error }, null, 2);
}
