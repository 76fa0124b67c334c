import {
  APIConnectionError,
  APIError,
  APIUserAbortError,
  DodoPaymentsError,
  NotFoundError,
  RateLimitError,
} from 'dodopayments';
import { neverConnected } from '../connection';
import {
  ProviderDenied,
  ProviderForbidden,
  ProviderRateLimited,
  ProviderRefused,
  ProviderUnavailable,
  ProviderUnknown,
} from '../errors';
import { retryAfterSeconds } from '../retry-after';
import { throttled } from '../throttle';

/** For requests that only read: whatever goes wrong, nothing happened at Dodo. */
export async function reading<T>(call: () => Promise<T>): Promise<T> {
  return throttled('dodo', () =>
    call().catch((error: unknown) => {
      throw translate(error, ProviderUnavailable);
    }),
  );
}

/** For requests that change something: after a timeout, a dropped connection, or a 5xx, the outcome is unknown. */
export async function acting<T>(call: () => Promise<T>): Promise<T> {
  return throttled('dodo', () =>
    call().catch((error: unknown) => {
      throw translate(error, ProviderUnknown);
    }),
  );
}

/** Like `reading`, but null if Dodo doesn't have the object. */
export async function readingOrAbsent<T>(call: () => Promise<T>): Promise<T | null> {
  return reading(() =>
    call().catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    }),
  );
}

/** Strict by default: only a 404 from Dodo itself counts, not one from a gateway or a wrong URL. */
export function isAbsent(error: unknown): boolean {
  return error instanceof NotFoundError && codeOf(error) === 'NOT_FOUND';
}

/** Dodo's error code in `UPPER_SNAKE`; null if the response has none. */
export function codeOf(error: unknown): string | null {
  const body: unknown = error instanceof APIError ? error.error : null;
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
    ? body.code
    : null;
}

type Otherwise = typeof ProviderUnavailable | typeof ProviderUnknown;

function translate(error: unknown, Otherwise: Otherwise): unknown {
  const message = `Dodo: ${error instanceof Error ? error.message : 'unknown error'}`;
  const asked = error instanceof APIError ? error.headers?.get('retry-after') : null;
  const options = { cause: error, retryAfter: retryAfterSeconds(asked) };
  if (error instanceof APIConnectionError || error instanceof APIUserAbortError) {
    return neverConnected(error) ? new ProviderUnavailable(message, options) : new Otherwise(message, options);
  }
  if (error instanceof RateLimitError) return new ProviderRateLimited(message, options);
  if (error instanceof APIError) {
    if (error.status === undefined || error.status >= 500) return new Otherwise(message, options);
    if (error.status === 401) return new ProviderDenied(message, options);
    if (error.status === 403) return new ProviderForbidden(message, options);
    return new ProviderRefused(message, codeOf(error), options);
  }
  if (error instanceof DodoPaymentsError) return error;
  // The SDK reads the body outside its own error handling: a connection dropped there, or a gateway's page served as
  // JSON, throws the runtime's own error.
  return error instanceof TypeError || error instanceof SyntaxError || isAbort(error)
    ? new Otherwise(message, options)
    : error;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
