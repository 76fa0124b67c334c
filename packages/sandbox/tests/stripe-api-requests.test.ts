import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStripeWorld, refusal, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
});
afterAll(() => stripe.close());

describe('authentication', () => {
  test('a request without a key explains how to send one', async () => {
    const { status, json } = await stripe.raw('GET', '/v1/customers', undefined, { authorization: '' });
    expect(status).toBe(401);
    expect(json.error.message).toMatch(/^You did not provide an API key/);
  });

  test('a live key is rejected and masked in the response', async () => {
    const client = new Stripe('sk_live_1234567890abcd', {
      host: '127.0.0.1',
      port: new URL(stripe.url).port,
      protocol: 'http',
      maxNetworkRetries: 0,
    });
    const error = await refusal(client.customers.list());
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(error.message).toBe('Invalid API Key provided: sk_live_**********abcd');
  });

  test('the key may also be the user of Basic authentication, as with curl -u', async () => {
    const basic = `Basic ${Buffer.from('sk_test_abc:').toString('base64')}`;
    expect((await stripe.raw('GET', '/v1/customers', undefined, { authorization: basic })).status).toBe(200);
  });
});

describe('responses', () => {
  test('every response has a request id and the requested version', async () => {
    const { lastResponse } = await stripe.client.customers.create({ email: 'ada@example.com' });
    expect(lastResponse.requestId).toMatch(/^req_[A-Za-z0-9]{14}$/);
    expect(lastResponse.apiVersion).toBe(Stripe.API_VERSION);
    expect(lastResponse.headers['original-request']).toBe(lastResponse.requestId);
    expect(lastResponse.headers['stripe-should-retry']).toBe('false');
    expect(lastResponse.idempotencyKey).toMatch(/^stripe-node-retry-/);
  });

  test('without a version, the sandbox uses its own', async () => {
    const { headers } = await stripe.raw('GET', '/v1/customers');
    expect(headers.get('stripe-version')).toBe(Stripe.API_VERSION);
  });

  test('an invalid version is rejected', async () => {
    const { status, json } = await stripe.raw('GET', '/v1/customers', undefined, { 'stripe-version': 'newest' });
    expect(status).toBe(400);
    expect(json.error.message).toBe('Invalid Stripe API version: newest');
  });
});

describe('errors', () => {
  test('an unknown URL is named', async () => {
    const { status, json } = await stripe.raw('GET', '/v1/teapots');
    expect(status).toBe(404);
    expect(json.error.message).toMatch(/^Unrecognized request URL \(GET: \/v1\/teapots\)\./);
  });

  test('a missing object is 404 in the path and 400 in a parameter', async () => {
    const missing = await refusal(stripe.client.customers.retrieve('cus_nobody'));
    expect(missing).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such customer: 'cus_nobody'",
      doc_url: 'https://stripe.com/docs/error-codes/resource-missing',
    });
    const named = await refusal(
      stripe.client.paymentIntents.create({ amount: 500, currency: 'usd', customer: 'cus_x' }),
    );
    expect(named).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'customer' });
  });

  test('one error names all unknown parameters, including nested ones', async () => {
    const { json } = await stripe.raw(
      'POST',
      '/v1/prices',
      'currency=usd&color=red&recurring[interval]=month&recurring[phase]=full',
    );
    expect(json.error).toMatchObject({
      code: 'parameter_unknown',
      message: 'Received unknown parameters: color, recurring[phase]',
      param: 'color',
    });
  });

  test('a missing parameter is named with its path', async () => {
    const { json } = await stripe.raw('POST', '/v1/products', 'default_price_data[unit_amount]=5&name=Pro');
    expect(json.error).toMatchObject({
      code: 'parameter_missing',
      param: 'default_price_data[currency]',
      message: 'Missing required param: default_price_data[currency].',
    });
  });

  test.each([
    ['amount=abc&currency=usd', 'parameter_invalid_integer', 'Invalid integer: abc'],
    ['amount=0&currency=usd', 'parameter_invalid_integer', 'This value must be greater than or equal to 1.'],
    ['amount=49&currency=usd', 'amount_too_small', 'Amount must be at least $0.50 usd'],
    ['amount=500&currency=usd&description=', 'parameter_invalid_empty', /empty string for 'description'/],
    ['amount=500&currency=moon', undefined, /^Invalid currency: moon/],
    ['amount=500&currency=usd&confirm=maybe', undefined, 'Invalid boolean: maybe'],
    [
      'amount=500&currency=usd&capture_method=later',
      undefined,
      'Invalid capture_method: must be one of automatic, automatic_async, or manual',
    ],
  ])('%s is rejected with a message', async (form, code, message) => {
    const { status, json } = await stripe.raw('POST', '/v1/payment_intents', form);
    expect(status).toBe(400);
    expect(json.error.code).toBe(code);
    expect(json.error.message).toMatch(message instanceof RegExp ? message : new RegExp(`^${escaped(message)}$`));
  });

  test('metadata has limits', async () => {
    const create = (metadata: Record<string, string>) => refusal(stripe.client.customers.create({ metadata }));
    expect((await create({ ['k'.repeat(41)]: 'v' })).message).toMatch(/up to 40 characters/);
    expect((await create({ k: 'v'.repeat(501) })).message).toMatch(/up to 500 characters/);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v']));
    expect((await create(many)).message).toMatch(/more than 50/);
  });
});

describe('metadata', () => {
  test('is merged, an empty value removes a key, and an empty parameter removes everything', async () => {
    const { id } = await stripe.client.customers.create({ metadata: { plan: 'pro', team: 'a' } });
    const merged = await stripe.client.customers.update(id, { metadata: { plan: '', seat: '3' } });
    expect(merged.metadata).toEqual({ team: 'a', seat: '3' });
    const cleared = await stripe.client.customers.update(id, { metadata: '' });
    expect(cleared.metadata).toEqual({});
  });
});

describe('forms', () => {
  test.each([
    ['indexed', 'name=P&images[0]=a&images[1]=b'],
    ['with empty brackets', 'name=P&images[]=a&images[]=b'],
    ['percent-encoded', 'name=P&images%5B0%5D=a&images%5B1%5D=b'],
  ])('arrays may be %s', async (_, form) => {
    expect((await stripe.raw('POST', '/v1/products', form)).json.images).toEqual(['a', 'b']);
  });

  test('in an array without indexes, a repeated key starts a new object', async () => {
    const { json } = await stripe.raw(
      'POST',
      '/v1/products',
      'name=Two+words&marketing_features[][name]=one&marketing_features[][name]=two',
    );
    expect(json.name).toBe('Two words');
    expect(json.marketing_features).toEqual([{ name: 'one' }, { name: 'two' }]);
  });

  test('a name such as __proto__ is just an unknown parameter', async () => {
    const { json } = await stripe.raw('POST', '/v1/customers', '__proto__[admin]=1&constructor[x]=1');
    expect(json.error.code).toBe('parameter_unknown');
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
