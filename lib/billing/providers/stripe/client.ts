import Stripe from 'stripe';

export interface StripeAccess {
  readonly secretKey: string;
  /** Where the API is; the SDK's own default when absent. */
  readonly host?: string;
  readonly port?: number;
  readonly protocol?: 'http' | 'https';
  /** Milliseconds one attempt may take. */
  readonly timeout?: number;
}

const TIMEOUT = 8_000;
/** The SDK sends an idempotency key with every POST, so a repeat never acts twice (stripe.md §1.2). */
const RETRIES = 2;

/** The SDK, unmodified. It pins its own API version on every request, so shapes match its types. */
export function stripeClient({ secretKey, host, port, protocol, timeout }: StripeAccess): Stripe {
  return new Stripe(secretKey, {
    maxNetworkRetries: RETRIES,
    timeout: timeout ?? TIMEOUT,
    telemetry: false,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(protocol === undefined ? {} : { protocol }),
  });
}
