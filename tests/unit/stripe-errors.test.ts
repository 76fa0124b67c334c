import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { ProviderRateLimited, ProviderUnavailable } from '@/lib/billing/providers/errors';
import { acting, reading } from '@/lib/billing/providers/stripe/errors';

const tooMany = (code: string) =>
  new Stripe.errors.StripeRateLimitError({ type: 'invalid_request_error', message: 'no', code, statusCode: 429 });
const failure = (call: Promise<unknown>) => call.catch((error: unknown) => error);

test.each([reading, acting])(
  'an object that another request has locked says nothing about our rate',
  async (request) => {
    const error = await failure(request(() => Promise.reject(tooMany('lock_timeout'))));
    expect(error).toBeInstanceOf(ProviderUnavailable);
    expect(error).not.toBeInstanceOf(ProviderRateLimited);
  },
);

test.each([reading, acting])('too many requests are a limit for all', async (request) => {
  const error = await failure(request(() => Promise.reject(tooMany('rate_limit'))));
  expect(error).toBeInstanceOf(ProviderRateLimited);
});
