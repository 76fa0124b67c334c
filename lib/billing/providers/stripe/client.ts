import Stripe from 'stripe';
import { recordProviderCall } from '@/lib/metrics/registry';
import { httpClientTrackingAttempts } from './attempts';

export interface StripeAccess {
  readonly secretKey: string;
  /** The API's host; the SDK's default if absent. */
  readonly host?: string;
  readonly port?: number;
  readonly protocol?: 'http' | 'https';
  /** Timeout of one attempt, in milliseconds. */
  readonly timeout?: number;
}

/** What the SDK reports about a response; its own types leave this open. Milliseconds. */
interface Answered {
  readonly status: number;
  readonly elapsed: number;
}

const TIMEOUT = 8_000;
/**
 * The SDK sends an idempotency key with every POST, so a repeat never takes effect twice
 * (docs.stripe.com/api/idempotent_requests).
 */
const RETRIES = 2;

/** The SDK, unmodified except that its attempts are tracked. It pins its own API version on every request, so shapes match its types. */
export function stripeClient({ secretKey, host, port, protocol, timeout }: StripeAccess): Stripe {
  const client = new Stripe(secretKey, {
    httpClient: httpClientTrackingAttempts(),
    maxNetworkRetries: RETRIES,
    timeout: timeout ?? TIMEOUT,
    telemetry: false,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(protocol === undefined ? {} : { protocol }),
  });
  // github.com/stripe/stripe-node#request-and-response-events; a request without a response emits no event.
  client.on('response', ({ status, elapsed }: Answered) => recordProviderCall('stripe', status, elapsed / 1000));
  return client;
}
