import Stripe from 'stripe';
import { neverConnected } from '../connection';
import {
  ProviderBusy,
  ProviderDenied,
  ProviderForbidden,
  ProviderRateLimited,
  ProviderRefused,
  ProviderUnavailable,
  ProviderUnknown,
} from '../errors';
import { retryAfterSeconds } from '../retry-after';
import { throttled } from '../throttle';
import { trackingAttempts } from './attempts';

/** For requests that only read: whatever goes wrong, nothing happened at Stripe. */
export async function reading<T>(call: () => Promise<T>): Promise<T> {
  return throttled('stripe', () =>
    call().catch((error: unknown) => {
      throw translate(error, ProviderUnavailable);
    }),
  );
}

/**
 * For requests that change something: after a timeout, a dropped connection, or a 5xx, the outcome is unknown, even if
 * the SDK's next attempt never reached Stripe.
 */
export async function acting<T>(call: () => Promise<T>): Promise<T> {
  const attempts = { mayHaveActed: false };
  try {
    return await throttled('stripe', () =>
      trackingAttempts(attempts, call).catch((error: unknown) => {
        throw translate(error, ProviderUnknown);
      }),
    );
  } catch (cause) {
    if (!(attempts.mayHaveActed && cause instanceof ProviderUnavailable)) throw cause;
    throw new ProviderUnknown(`${cause.message} (an earlier attempt may have taken effect)`, { cause });
  }
}

/** Like `reading`, but null if Stripe doesn't have the object. */
export async function readingOrAbsent<T>(id: string, call: () => Promise<T>): Promise<T | null> {
  return reading(() =>
    call().catch((error: unknown) => {
      if (isAbsent(error, id)) return null;
      throw error;
    }),
  );
}

/** The path parameter of the resources we retrieve, as named in Stripe's error. */
const MISSING = new Set(['id', 'intent', 'customer', 'subscription', 'subscription_exposed_id', 'session']);

/**
 * Strict by default: only a 404 for exactly this id counts. A key for the other mode gets a 404 too, which mentions the
 * "similar object"; that's a misconfiguration and must never end a subscription.
 */
export function isAbsent(error: unknown, id: string): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    error.statusCode === 404 &&
    error.code === 'resource_missing' &&
    MISSING.has(error.param ?? '') &&
    error.message.includes(id) &&
    !error.message.includes('similar object exists')
  );
}

type Otherwise = typeof ProviderUnavailable | typeof ProviderUnknown;

function translate(error: unknown, Otherwise: Otherwise): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const message = `Stripe: ${error.message}`;
  const options = { cause: error, retryAfter: retryAfterSeconds(error.headers?.['retry-after']) };
  if (error instanceof Stripe.errors.StripeConnectionError) {
    return neverConnected(error.detail) ? new ProviderUnavailable(message, options) : new Otherwise(message, options);
  }
  // A 429 about one object that another request has locked (docs.stripe.com/rate-limits, "Object lock timeouts").
  if (error.code === 'lock_timeout') return new ProviderUnavailable(message, options);
  if (error instanceof Stripe.errors.StripeRateLimitError) return new ProviderRateLimited(message, options);
  // 409: another request with the same idempotency key is in progress. No status: a gateway's page instead of JSON.
  if (error.statusCode === 409 && Otherwise === ProviderUnknown) return new ProviderBusy(message, options);
  if (error.statusCode === undefined || error.statusCode === 409 || error.statusCode >= 500) {
    return new Otherwise(message, options);
  }
  if (error.statusCode === 401) return new ProviderDenied(message, options);
  if (error.statusCode === 403) return new ProviderForbidden(message, options);
  return new ProviderRefused(message, error.decline_code ?? error.code ?? error.rawType ?? null, options);
}
