import { AsyncLocalStorage } from 'node:async_hooks';
import type Stripe from 'stripe';
import { neverConnected } from '../connection';
import { httpClientWithinTime } from './http-client';

/** The SDK's attempts at one request. */
export interface Attempts {
  /** One of them may have taken effect, though we don't know that it did. */
  mayHaveActed: boolean;
}

const underWay = new AsyncLocalStorage<Attempts>();

/** Runs a request and notes in `attempts` what became of each attempt that the SDK made at it. */
export function trackingAttempts<T>(attempts: Attempts, call: () => Promise<T>): Promise<T> {
  return underWay.run(attempts, call);
}

/**
 * The SDK's own HTTP client. The SDK reports only its last attempt, and repeats a request once after a closed connection
 * even with `maxNetworkRetries: 0` (github.com/stripe/stripe-node/issues/1040), so the others can be seen only here.
 */
export function httpClientTrackingAttempts(): ReturnType<typeof Stripe.createNodeHttpClient> {
  const client = httpClientWithinTime();
  return {
    getClientName: () => client.getClientName(),
    async makeRequest(...request) {
      const attempts = underWay.getStore();
      try {
        const response = await client.makeRequest(...request);
        if (attempts !== undefined && isOpen(response.getStatusCode())) attempts.mayHaveActed = true;
        // Too many requests (docs.stripe.com/rate-limits): the SDK would repeat it without a turn.
        const headers = response.getHeaders();
        if (headers['stripe-rate-limited-reason'] !== undefined) headers['stripe-should-retry'] = 'false';
        return response;
      } catch (error) {
        if (attempts !== undefined && !neverConnected(error)) attempts.mayHaveActed = true;
        throw error;
      }
    },
  };
}

/** Responses that leave the outcome open; 409: the same request is in progress (docs.stripe.com/error-low-level). */
function isOpen(status: number): boolean {
  return status === 409 || status >= 500;
}
