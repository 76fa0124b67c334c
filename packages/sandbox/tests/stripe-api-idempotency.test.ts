import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStripeWorld, refusal, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
});
afterAll(() => stripe.close());

test('the same key with the same parameters has one effect and the same response', async () => {
  const create = () => stripe.client.customers.create({ email: 'once@example.com' }, { idempotencyKey: 'once' });
  const first = await create();
  const second = await create();
  expect(second.id).toBe(first.id);
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(second.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId);
  expect(second.lastResponse.requestId).not.toBe(first.lastResponse.requestId);
  const { data } = await stripe.client.customers.list({ email: 'once@example.com' });
  expect(data).toHaveLength(1);
});

test('a decline is saved too: the card is not charged again', async () => {
  const pay = () =>
    refusal(
      stripe.client.paymentIntents.create(
        { amount: 900, currency: 'usd', payment_method: 'pm_card_chargeDeclined', confirm: true },
        { idempotencyKey: 'declined' },
      ),
    );
  const first = await pay();
  const second = await pay();
  expect([first.statusCode, second.statusCode]).toEqual([402, 402]);
  expect(second.charge).toBe(first.charge);
  expect((await stripe.client.charges.list()).data.filter((charge) => charge.amount === 900)).toHaveLength(1);
});

test('the same key with other parameters, or for another route, is rejected', async () => {
  await stripe.client.customers.create({ email: 'a@example.com' }, { idempotencyKey: 'mine' });
  const other = await refusal(stripe.client.customers.create({ email: 'b@example.com' }, { idempotencyKey: 'mine' }));
  expect(other).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' });
  expect(other.message).toMatch(/Try using a key other than 'mine'/);
  const call = await refusal(stripe.client.products.create({ name: 'X' }, { idempotencyKey: 'mine' }));
  expect(call.rawType).toBe('idempotency_error');
});

test('a request that fails validation doesn’t use its key', async () => {
  const key = 'second-try';
  const wrong = await stripe.raw('POST', '/v1/customers', 'color=red', { 'idempotency-key': key });
  expect(wrong.status).toBe(400);
  const right = await stripe.raw('POST', '/v1/customers', 'name=Ada', { 'idempotency-key': key });
  expect(right.status).toBe(200);
});

test('a second request with a key in use gets 409, and the response later', async () => {
  const headers = {
    authorization: 'Bearer sk_test_abc',
    'content-type': 'application/x-www-form-urlencoded',
    'idempotency-key': 'simultaneous',
  };
  // The sandbox sends "continue" when it has started to handle a request whose body hasn't arrived yet.
  const first = request(`${stripe.url}/v1/customers`, {
    method: 'POST',
    headers: { ...headers, expect: '100-continue' },
  });
  first.flushHeaders();
  await once(first, 'continue');
  const second = await stripe.raw('POST', '/v1/customers', 'name=Ada', headers);
  expect(second.status).toBe(409);
  expect(second.json.error.code).toBe('idempotency_key_in_use');
  expect(second.headers.get('stripe-should-retry')).toBe('true');
  first.end('name=Ada');
  const [answer] = await once(first, 'response');
  expect(answer.statusCode).toBe(200);
  const third = await stripe.raw('POST', '/v1/customers', 'name=Ada', headers);
  expect(third.headers.get('idempotent-replayed')).toBe('true');
});
