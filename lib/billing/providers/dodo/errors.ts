import {
  APIConnectionError,
  APIError,
  APIUserAbortError,
  DodoPaymentsError,
  NotFoundError,
  RateLimitError,
} from 'dodopayments';
import { neverConnected } from '../connection';
import { ProviderCrowded, ProviderDenied, ProviderRefused, ProviderUnavailable, ProviderUnknown } from '../errors';
import { paced } from '../pace';
import { retryAfterSeconds } from '../retry-after';

/** Asks without changing anything: whatever goes wrong on the way, nothing happened at Dodo. */
export async function reading<T>(ask: () => Promise<T>): Promise<T> {
  return paced('dodo', () =>
    ask().catch((error: unknown) => {
      throw translate(error, ProviderUnavailable);
    }),
  );
}

/** Asks for a change: a timeout, a cut connection or a 5xx leaves open whether it was made. */
export async function acting<T>(ask: () => Promise<T>): Promise<T> {
  return paced('dodo', () =>
    ask().catch((error: unknown) => {
      throw translate(error, ProviderUnknown);
    }),
  );
}

/** Like `reading`, and null when Dodo does not have the object. */
export async function readingOrAbsent<T>(ask: () => Promise<T>): Promise<T | null> {
  return reading(() =>
    ask().catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    }),
  );
}

/** Closed by default: a 404 of Dodo's own making, not of a gateway or a wrong address. */
export function isAbsent(error: unknown): boolean {
  return error instanceof NotFoundError && codeOf(error) === 'NOT_FOUND';
}

/** Dodo's code, `UPPER_SNAKE`; null where the answer had none. */
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
  if (error instanceof RateLimitError) return new ProviderCrowded(message, options);
  if (error instanceof APIError) {
    if (error.status === undefined || error.status >= 500) return new Otherwise(message, options);
    if (error.status === 401 || error.status === 403) return new ProviderDenied(message, options);
    return new ProviderRefused(message, codeOf(error), options);
  }
  if (error instanceof DodoPaymentsError) return error;
  // The SDK reads the body outside its own error handling: a connection cut there, or a gateway's page sent as JSON,
  // comes as the runtime's own error.
  return error instanceof TypeError || error instanceof SyntaxError || isAbort(error)
    ? new Otherwise(message, options)
    : error;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
