import DodoPayments from 'dodopayments';

export interface DodoAccess {
  readonly apiKey: string;
  /** One of the two is set: Dodo's own world, or the address of another (dodo.md §1). */
  readonly environment: 'test_mode' | 'live_mode' | null;
  readonly baseUrl: string | null;
  /** Milliseconds one attempt may take. */
  readonly timeout?: number;
}

const TIMEOUT = 8_000;

/**
 * The SDK, unmodified. It refuses an address beside an environment, takes the live world when told neither, and would
 * read both from variables of its own, so all of them are said here.
 */
export function dodoClient({ apiKey, environment, baseUrl, timeout = TIMEOUT }: DodoAccess): DodoPayments {
  const world = baseUrl === null ? { baseURL: null, environment: environment ?? 'test_mode' } : { baseURL: baseUrl };
  return new DodoPayments({
    bearerToken: apiKey,
    webhookKey: null,
    timeout,
    fetch: withinTime(timeout),
    // Next.js wraps `fetch`; money is never answered from a cache.
    fetchOptions: { cache: 'no-store' },
    ...world,
  });
}

/** The SDK stops counting once the headers are there, so an answer that stalls in its body would hang for minutes. */
function withinTime(timeout: number): typeof fetch {
  return (input, init) => {
    const limit = AbortSignal.timeout(timeout);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    return fetch(input, { ...init, signal });
  };
}

/**
 * For every request that changes something. Dodo has no idempotency keys and the SDK would repeat a POST that timed
 * out, so a refund could be paid twice (dodo.md §1).
 */
export const ONCE = { maxRetries: 0 } as const;
