import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dodoDriver } from '@/lib/billing/providers/dodo/driver';
import { ProviderRefused, ProviderUnavailable, ProviderUnknown } from '@/lib/billing/providers/errors';
import { type Answer, answering, refusingPort } from './answering';

/** Milliseconds. Long where an answer is expected, on any machine; short where none comes and the test waits for it. */
const at = (port: number, timeout = 60_000) =>
  dodoDriver({
    apiKey: 'dodo_test_0123456789abcdef',
    webhookKeys: [],
    environment: null,
    baseUrl: `http://127.0.0.1:${port}/dodo`,
    timeout,
    mode: 'test',
    appId: 'tollgate',
    now: async () => new Date(),
  });

const refund = (port: number, timeout?: number) => at(port, timeout).refundPayment('pay_1', 'operation-1');
const look = (port: number, timeout?: number) => at(port, timeout).fetch({ kind: 'customer', id: 'cus_1' });
const error = (status: number, code: string): Exclude<Answer, string> => ({
  status,
  body: { code, message: 'no' },
  headers: { 'x-should-retry': 'false' },
});

describe('when Dodo is unreachable or refuses', () => {
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
    ['500', error(500, 'INTERNAL_SERVER_ERROR')],
    ['a gateway’s page in place of JSON', { status: 200, body: '<html>Welcome' }],
  ])('%s: a refund may have happened, a read cannot have changed anything', async (_, answer, timeout) => {
    const { port } = await answering(answer);
    // Concurrently, because the SDK pauses before a retry.
    await Promise.all([
      expect(refund(port, timeout)).rejects.toBeInstanceOf(ProviderUnknown),
      expect(look(port, timeout)).rejects.toBeInstanceOf(ProviderUnavailable),
    ]);
  });

  test('an answer that stops halfway also ends after a garbage collection', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const { port } = await answering('stall-body');
    const collecting = setInterval(collect, 50);
    onTestFinished(() => clearInterval(collecting));
    await expect(refund(port, 1_500)).rejects.toBeInstanceOf(ProviderUnknown);
  });

  test('too many requests: nothing happened', async () => {
    const { port } = await answering(error(429, 'TOO_MANY_REQUESTS'));
    await expect(refund(port)).rejects.toBeInstanceOf(ProviderUnavailable);
    await expect(look(port)).rejects.toBeInstanceOf(ProviderUnavailable);
  });

  test.each<[Record<string, string>, number | null]>([
    [{}, null],
    [{ 'retry-after': '1' }, 1],
    [{ 'retry-after': '1.5' }, 2],
    [{ 'retry-after': '120.0' }, 120],
    [{ 'retry-after': '90 seconds' }, null],
    [{ 'retry-after-ms': '10' }, null],
  ])('too many requests, with %o: our limit, and not the SDK, says when to ask again', async (headers, retryAfter) => {
    const { port, asked } = await answering({ ...error(429, 'TOO_MANY_REQUESTS'), headers });
    await expect(look(port)).rejects.toMatchObject({ name: 'ProviderRateLimited', retryAfter });
    expect(asked).toHaveLength(1);
  });

  test.each<Record<string, string>>([
    { 'retry-after': '120.0' },
    { 'retry-after': '90 seconds' },
    { 'retry-after-ms': '90000' },
  ])('an outage with %o isn’t slept through', async (headers) => {
    const { port, asked } = await answering({ ...error(503, 'SERVICE_UNAVAILABLE'), headers });
    await expect(look(port)).rejects.toBeInstanceOf(ProviderUnavailable);
    expect(asked).toHaveLength(1);
  });

  test('a short outage is waited for', async () => {
    const outage: Answer = { ...error(503, 'SERVICE_UNAVAILABLE'), headers: { 'retry-after': '0.1' } };
    const { port, asked } = await answering(outage, error(404, 'NOT_FOUND'));
    await expect(look(port)).resolves.toEqual({ kind: 'absent' });
    expect(asked).toHaveLength(2);
  });

  test.each([
    [401, 'ProviderDenied'],
    [403, 'ProviderForbidden'],
  ])('%i: our key is rejected, or may not do this, and nothing happened', async (status, name) => {
    const { port } = await answering(error(status, 'X'));
    await expect(refund(port)).rejects.toMatchObject({ name });
    await expect(look(port)).rejects.toMatchObject({ name });
  });

  test.each([
    [400, 'PAYMENT_ALREADY_REFUNDED'],
    [409, 'PREVIOUS_PAYMENT_PENDING'],
    [422, 'INVALID_REQUEST_BODY'],
  ])('%i %s: a definite refusal, with its code', async (status, code) => {
    const { port } = await answering(error(status, code));
    await expect(refund(port)).rejects.toMatchObject({ name: 'ProviderRefused', code });
  });

  test.each<[string, Answer, number?]>([
    ['silence', 'silence', 1_500],
    ['500', { status: 500, body: { code: 'INTERNAL_SERVER_ERROR', message: 'later' } }],
    ['409', { status: 409, body: { code: 'PREVIOUS_PAYMENT_PENDING', message: 'later' } }],
  ])('no action is ever sent twice: %s', async (_, answer, timeout) => {
    const { port, asked } = await answering(answer);
    const driver = at(port, timeout);
    const params = {
      checkoutId: 'checkout-1',
      workspaceId: 'user-1',
      customerExternalId: 'cus_1',
      kind: 'credits',
      sku: 'credits',
      priceExternalId: 'pdt_1',
      quantity: 3,
      currency: 'USD',
      trialDays: 0,
      successUrl: 'http://127.0.0.1/success',
      cancelUrl: 'http://127.0.0.1/canceled',
      amount: '30.00',
    } as const;
    const acts = [
      () => driver.refundPayment('pay_1', 'operation-1'),
      () => driver.createCheckout(params),
      () =>
        driver.createCustomer({
          operationId: 'operation-1',
          workspaceId: 'user-1',
          email: 'a@example.com',
          name: null,
        }),
      () => driver.scheduleCancel('sub_1', 'operation-1'),
    ];
    await Promise.all(acts.map((act) => expect(act()).rejects.toThrow()));
    expect(asked.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
      // A scheduled plan change is withdrawn before the end is set; that request comes first.
      'DELETE /dodo/subscriptions/sub_1/change-plan/scheduled',
      'POST /dodo/checkouts',
      'POST /dodo/customers',
      'POST /dodo/refunds',
    ]);
  });
});

describe('an object that Dodo does not have', () => {
  test('is absent', async () => {
    const { port } = await answering(error(404, 'NOT_FOUND'));
    await expect(look(port)).resolves.toEqual({ kind: 'absent' });
    await expect(at(port).fetch({ kind: 'payment', id: 'pay_1' })).resolves.toEqual({ kind: 'absent' });
    await expect(at(port).fetch({ kind: 'subscription', id: 'sub_1' })).resolves.toEqual({ kind: 'absent' });
  });

  test.each<[string, Answer]>([
    ['a gateway answers 404 with a page', { status: 404, body: '<html>Not found' }],
    ['the 404 is about something else', error(404, 'LICENSE_KEY_NOT_FOUND')],
  ])('is not treated as absent when %s', async (_, answer) => {
    const { port } = await answering(answer);
    await expect(look(port)).rejects.toBeInstanceOf(ProviderRefused);
  });
});
