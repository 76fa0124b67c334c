import type { Fault, Provider } from './faults';

export type RefusalKind = '401' | '403' | '409' | '429' | '500' | '503';

interface Refusal {
  status: 401 | 403 | 409 | 429 | 500 | 503;
  body: object;
  headers: Record<string, string>;
}

const STATUS = { '401': 401, '403': 403, '409': 409, '429': 429, '500': 500, '503': 503 } as const;

const stripe = (message: string, type = 'invalid_request_error', code?: string) => ({
  error: { type, message, ...(code === undefined ? {} : { code }) },
});

// Stripe's error messages: docs.stripe.com/error-low-level, /keys#limit-access, /rate-limits.
const STRIPE: Record<RefusalKind, object> = {
  '401': stripe('Invalid API Key provided: sk_test_********0000'),
  '403': stripe(
    "The provided key 'rk_test_********0000' does not have the required permissions for this endpoint on account 'acct_1SANDBOX'.",
  ),
  '409': stripe(
    'There is currently another in-progress request using this Stripe Idempotency-Key.',
    'idempotency_error',
    'idempotency_key_in_use',
  ),
  '429': stripe(
    'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
    'invalid_request_error',
    'rate_limit',
  ),
  '500': stripe('An unknown error occurred: the sandbox simulated a failure of this request.', 'api_error'),
  '503': stripe('Stripe is not available: the sandbox simulated an outage for this request.', 'api_error'),
};

const DODO: Record<RefusalKind, object> = {
  '401': { code: 'UNAUTHORIZED', message: 'You are not authorized to perform this action' },
  '403': { code: 'FORBIDDEN', message: 'This API key has no write access' },
  '409': { code: 'CONFLICT', message: 'Another request about this object is in progress' },
  '429': { code: 'TOO_MANY_REQUESTS', message: 'Too many requests' },
  '500': { code: 'INTERNAL_SERVER_ERROR', message: 'The sandbox simulated a failure of this request' },
  '503': { code: 'SERVICE_UNAVAILABLE', message: 'The sandbox simulated an outage for this request' },
};

/** A provider's error response for an injected fault. */
export function refusalOf(
  provider: Provider,
  { kind, retryAfter }: Pick<Fault, 'retryAfter'> & { kind: RefusalKind },
): Refusal {
  const limited = kind === '429';
  const wait = retryAfter ?? (limited && provider === 'dodo' ? 1 : null);
  return {
    status: STATUS[kind],
    body: (provider === 'stripe' ? STRIPE : DODO)[kind],
    headers: {
      ...(limited && provider === 'stripe' ? { 'Stripe-Rate-Limited-Reason': 'global-rate' } : {}),
      ...(wait !== null && (limited || kind === '503') ? { 'Retry-After': String(wait) } : {}),
    },
  };
}
