import DodoPayments from 'dodopayments';
import { recordProviderCall } from '@/lib/metrics/registry';
import { withTimeout } from '@/lib/with-timeout';
import { retryAfterSeconds } from '../retry-after';

export interface DodoAccess {
  readonly apiKey: string;
  /** One of the two is set: one of Dodo's own environments, or another base URL. */
  readonly environment: 'test_mode' | 'live_mode' | null;
  readonly baseUrl: string | null;
  /** Timeout of one attempt, in milliseconds. */
  readonly timeout?: number;
}

const TIMEOUT = 8_000;

/**
 * The SDK, unmodified. It refuses a base URL combined with an environment, defaults to live mode if neither is given,
 * and would read both from its own environment variables, so we set all of them explicitly.
 */
export function dodoClient({ apiKey, environment, baseUrl, timeout = TIMEOUT }: DodoAccess): DodoPayments {
  const world = baseUrl === null ? { baseURL: null, environment: environment ?? 'test_mode' } : { baseURL: baseUrl };
  return new DodoPayments({
    bearerToken: apiKey,
    webhookKey: null,
    timeout,
    fetch: withinTime(timeout),
    // Next.js wraps `fetch`; payment data must never come from a cache.
    fetchOptions: { cache: 'no-store' },
    ...world,
  });
}

/** The SDK's timeout ends with the headers, so a response whose body stalls would hang for minutes. */
function withinTime(timeout: number): typeof fetch {
  return async (input, init) => withoutLongWait(await measured(() => wholeAnswer(input, init, timeout)));
}

async function wholeAnswer(input: RequestInfo | URL, init: RequestInit | undefined, timeout: number) {
  return withTimeout(timeout, async (signal) => {
    const { body, headers, status, statusText } = await fetch(input, { ...init, signal });
    return new Response(body && (await new Response(body).arrayBuffer()), { headers, status, statusText });
  });
}

async function measured(call: () => Promise<Response>): Promise<Response> {
  const began = performance.now();
  let status: number | null = null;
  try {
    const response = await call();
    status = response.status;
    return response;
  } finally {
    recordProviderCall('dodo', status, (performance.now() - began) / 1000);
  }
}

/** Seconds. */
const LONGEST_WAIT = 5;

/**
 * The SDK sleeps for as long as `Retry-After` or its own `retry-after-ms` says, even minutes, while a customer waits, and
 * repeats a 429 without a turn (lib/billing/providers/throttle.ts). It does neither if the response says that it shouldn't be
 * retried; our own jobs retry at that time.
 */
function withoutLongWait(response: Response): Response {
  const asked = response.headers.get('retry-after');
  const seconds = asked === null ? 0 : retryAfterSeconds(asked);
  const short = seconds !== null && seconds <= LONGEST_WAIT && !response.headers.has('retry-after-ms');
  if (response.ok || (short && response.status !== 429)) return response;
  const headers = new Headers(response.headers);
  headers.set('x-should-retry', 'false');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/**
 * For every request that changes something. Dodo has no idempotency keys and the SDK would repeat a POST that timed
 * out, so a payment could be refunded twice.
 */
export const ONCE = { maxRetries: 0 } as const;
