import { describe, expect, test } from 'vitest';
import { ProviderRefused, ProviderUnavailable, ProviderUnknown } from '@/lib/billing/providers/errors';
import { stripeDriver } from '@/lib/billing/providers/stripe/driver';
import { type Answer, answering, refusingPort } from './answering';

/** Milliseconds. Long where an answer is expected, on any machine; short where none comes and the test waits for it. */
const at = (port: number, timeout = 60_000) =>
  stripeDriver({
    secretKey: 'sk_test_0123456789abcdef',
    webhookSecrets: [],
    host: '127.0.0.1',
    port,
    protocol: 'http',
    timeout,
    mode: 'test',
    appId: 'tollgate',
  });

const refund = (port: number, timeout?: number) => at(port, timeout).refundPayment('pi_1', 'operation-1');
const look = (port: number, timeout?: number) => at(port, timeout).fetch({ kind: 'customer', id: 'cus_1' });
const error = (status: number, body: object): Exclude<Answer, string> => ({
  status,
  body: { error: { type: 'invalid_request_error', message: 'no', ...body } },
  headers: { 'stripe-should-retry': 'false' },
});

describe('when Stripe is unreachable or refuses', () => {
  test('no listener: nothing happened, whatever was requested', async () => {
    const port = await refusingPort();
    await expect(refund(port)).rejects.toBeInstanceOf(ProviderUnavailable);
    await expect(look(port)).rejects.toBeInstanceOf(ProviderUnavailable);
  });

  test.each<[string, Answer, number?]>([
    ['silence', 'silence', 300],
    ['a dropped connection', 'cut'],
    ['a truncated answer', 'cut-body'],
    ['an answer that stalls halfway', 'stall-body', 300],
    ['headers that trickle', 'trickle-head', 300],
    ['an answer that trickles', 'trickle-body', 300],
    ['500', error(500, { type: 'api_error' })],
    ['a gateway’s page', { status: 502, body: '<html>Bad gateway', headers: { 'stripe-should-retry': 'false' } }],
    ['the same request in progress', error(409, { code: 'idempotency_key_in_use' })],
  ])('%s: a refund may have happened, a read cannot have changed anything', async (_, answer, timeout) => {
    const { port } = await answering(answer);
    // Concurrently, because the SDK pauses before a retry.
    await Promise.all([
      expect(refund(port, timeout)).rejects.toBeInstanceOf(ProviderUnknown),
      expect(look(port, timeout)).rejects.toBeInstanceOf(ProviderUnavailable),
    ]);
  });

  test('too many requests: nothing happened', async () => {
    const { port } = await answering(error(429, { code: 'rate_limit' }));
    await expect(refund(port)).rejects.toBeInstanceOf(ProviderUnavailable);
    await expect(look(port)).rejects.toBeInstanceOf(ProviderUnavailable);
  });

  test('too many requests: our limit, and not the SDK, says when to ask again', async () => {
    const headers = {
      'stripe-rate-limited-reason': 'global-rate',
      'stripe-should-retry': 'true',
      'retry-after': '1.5',
    };
    const { port, asked } = await answering({ ...error(429, { code: 'rate_limit' }), headers });
    await expect(look(port)).rejects.toMatchObject({ name: 'ProviderRateLimited', retryAfter: 2 });
    expect(asked).toHaveLength(1);
  });

  test('the SDK repeats a request for an object that another one has locked, without a long wait', async () => {
    const headers = { 'stripe-should-retry': 'true', 'retry-after': '90' };
    const { port, asked } = await answering(
      { ...error(429, { code: 'lock_timeout' }), headers },
      { status: 200, body: { id: 'cus_1', object: 'customer', deleted: true } },
    );
    await expect(look(port)).resolves.toEqual({ kind: 'absent' });
    expect(asked).toHaveLength(2);
  });

  test.each<[string, Answer, number?]>([
    ['silence', 'silence', 300],
    ['a dropped connection', 'cut'],
    ['500', { status: 500, body: { error: { type: 'api_error', message: 'later' } } }],
  ])('%s, and too many requests for the next attempt: a refund may have happened', async (_, answer, timeout) => {
    const { port, asked } = await answering(answer, error(429, { code: 'rate_limit' }));
    await expect(refund(port, timeout)).rejects.toBeInstanceOf(ProviderUnknown);
    expect(asked).toHaveLength(2);
    const read = await answering(answer, error(429, { code: 'rate_limit' }));
    await expect(look(read.port, timeout)).rejects.toBeInstanceOf(ProviderUnavailable);
  });

  test.each([
    [401, 'ProviderDenied'],
    [403, 'ProviderForbidden'],
  ])('%i: our key is rejected, or may not do this, and nothing happened', async (status, name) => {
    const { port } = await answering(error(status, { code: 'x' }));
    await expect(refund(port)).rejects.toMatchObject({ name });
    await expect(look(port)).rejects.toMatchObject({ name });
  });

  test.each([[400, 'charge_already_refunded']])('%i %s: a definite refusal, with its code', async (status, code) => {
    const { port } = await answering(error(status, { code }));
    await expect(refund(port)).rejects.toMatchObject({ name: 'ProviderRefused', code });
    await expect(look(port)).rejects.toBeInstanceOf(ProviderRefused);
  });

  test('a declined card is refused with the bank’s reason', async () => {
    const { port } = await answering(
      error(402, { type: 'card_error', code: 'card_declined', decline_code: 'lost_card' }),
    );
    await expect(refund(port)).rejects.toMatchObject({ name: 'ProviderRefused', code: 'lost_card' });
  });

  test('one operation is one request to Stripe, however often it has to be sent', async () => {
    const { port, asked } = await answering({ status: 500, body: { error: { type: 'api_error', message: 'later' } } });
    await expect(refund(port)).rejects.toBeInstanceOf(ProviderUnknown);
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set(['operation-1']));
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
  });
});

describe('an object that Stripe does not have', () => {
  const missing = (message: string, over: object = {}) =>
    error(404, { code: 'resource_missing', param: 'id', message, ...over });

  test('is absent', async () => {
    const { port } = await answering(missing("No such customer: 'cus_1'"));
    await expect(look(port)).resolves.toEqual({ kind: 'absent' });
  });

  test('is absent when it is marked as deleted', async () => {
    const { port } = await answering({ status: 200, body: { id: 'cus_1', object: 'customer', deleted: true } });
    await expect(look(port)).resolves.toEqual({ kind: 'absent' });
  });

  test('is absent as a payment, which Stripe calls an intent, and as a subscription', async () => {
    const { port } = await answering(missing("No such payment_intent: 'pi_1'", { param: 'intent' }));
    await expect(at(port).fetch({ kind: 'payment', id: 'pi_1' })).resolves.toEqual({ kind: 'absent' });
    const other = await answering(missing("No such subscription: 'sub_1'"));
    await expect(at(other.port).fetch({ kind: 'subscription', id: 'sub_1' })).resolves.toEqual({ kind: 'absent' });
  });

  test.each<[string, Answer]>([
    [
      'it exists in the other mode, and our key is the wrong one',
      missing("No such customer: 'cus_1'; a similar object exists in live mode, but a test mode key was used"),
    ],
    ['something else is missing', missing("No such price: 'price_1'", { param: 'price' })],
    ['another id is missing', missing("No such customer: 'cus_2'")],
    ['the URL is wrong', error(404, { message: 'Unrecognized request URL (GET: /v1/customerz).' })],
  ])('is not treated as absent when %s', async (_, answer) => {
    const { port } = await answering(answer);
    await expect(look(port)).rejects.toBeInstanceOf(ProviderRefused);
  });

  test('that was canceled before and is canceled again: done', async () => {
    const { port } = await answering(missing("No such subscription: 'sub_1'"));
    await expect(at(port).cancelNow('sub_1', 'operation-1')).resolves.toBeUndefined();
  });
});
