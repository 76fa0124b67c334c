import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { money } from '../src/dodo/money/currency';
import { exponent } from '../src/dodo/money/exponents';
import { buy, type DodoWorld, makeCatalog, openDodoWorld } from './dodo-world';

let world: DodoWorld;
let products: Awaited<ReturnType<typeof makeCatalog>>;

beforeAll(async () => {
  world = await openDodoWorld();
  products = await makeCatalog(world.client);
});
afterAll(() => world.close());

const ask = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${world.url}/dodo${path}`, {
    method,
    headers: { authorization: 'Bearer dodo_test_key', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, ...((await answer.json()) as { code: string; message: string }) };
};

describe('unsupported parameters are rejected by name, without effect', () => {
  const cart = () => ({ product_cart: [{ product_id: products.pro, quantity: 1 }] });
  test.each([
    ['/checkouts', () => ({ ...cart(), product_collection_id: 'pdc_1' }), 'product_collection_id'],
    ['/checkouts', () => ({ ...cart(), minimal_address: true }), 'minimal_address'],
    ['/checkouts', () => ({ ...cart(), never_heard_of: 1 }), 'never_heard_of'],
    ['/checkouts', () => ({ ...cart(), feature_flags: { single_page: true } }), 'feature_flags.single_page'],
    ['/checkouts', () => ({ ...cart(), customer: { email: 'a@example.com', plan: 'x' } }), 'plan'],
    ['/checkouts', () => ({ product_cart: [{ ...cart().product_cart[0], seats: 2 }] }), 'seats'],
    [
      '/products',
      () => ({
        name: 'A',
        tax_category: 'saas',
        price: { type: 'one_time_price', currency: 'USD', price: 100, purchasing_power_parity: true },
      }),
      'purchasing_power_parity',
    ],
    ['/customers', () => ({ email: 'a@example.com', name: 'A', address: 'x' }), 'address'],
    ['/refunds', () => ({ payment_id: 'pay_1', amount: 100 }), 'amount'],
  ])('POST %s #%#', async (path, body, field) => {
    const { status, code, message } = await ask('POST', path, body());
    expect({ status, code }).toEqual({ status: 422, code: 'INVALID_REQUEST_BODY' });
    expect(message).toContain(field);
    expect(message).toContain('does not play');
  });

  test('unsupported fields with their default values are accepted', async () => {
    const usual = { minimal_address: false, product_collection_id: null, feature_flags: { single_page: false } };
    expect((await ask('POST', '/checkouts', { ...cart(), ...usual })).status).toBe(200);
  });

  test.each([
    ['PATCH', { cancellation_comment: 'too dear' }],
    ['PATCH', { cancel_reason: 'dodo_team', status: 'cancelled' }],
    ['PATCH', { credit_entitlement_cart: [{}] }],
    ['PATCH', { quantity: 3 }],
    ['PATCH', { pause: true }],
  ])('%s a subscription with %o', async (method, body) => {
    const { subscriptionId } = await buy(world, products.pro);
    const before = await world.client.subscriptions.retrieve(subscriptionId);
    expect((await ask(method, `/subscriptions/${subscriptionId}`, body)).code).toBe('INVALID_REQUEST_BODY');
    expect(await world.client.subscriptions.retrieve(subscriptionId)).toEqual(before);
  });

  test('an unsupported filter or operation is rejected', async () => {
    expect(await ask('GET', '/refunds?payment_id=pay_1')).toMatchObject({ code: 'INVALID_REQUEST_PARAMETERS' });
    expect(await ask('DELETE', '/customers/cus_1')).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
      message: expect.stringContaining('does not play DELETE'),
    });
    expect(await ask('PATCH', '/payments/pay_1', { metadata: { quantity: '-3' } })).toMatchObject({ status: 404 });
  });
});

test.each([
  ['HUF', 2, 990_000, '9,900.00'],
  ['CLP', 2, 100_000, '1,000.00'],
  ['JPY', 0, 1900, '1,900'],
  ['KRW', 0, 1900, '1,900'],
  ['VND', 0, 12_000, '12,000'],
  ['KWD', 3, 1900, '1.900'],
  ['USD', 2, 1900, '19.00'],
] as const)('%s has %i decimal places at Dodo', (currency, places, amount, text) => {
  expect(exponent(currency)).toBe(places);
  expect(money(amount, currency)).toContain(text);
});

test('a checkout expires after a day, says so permanently, and can no longer be paid', async () => {
  const { session_id, checkout_url } = await world.client.checkoutSessions.create({
    product_cart: [{ product_id: products.pro, quantity: 1 }],
    customer: { email: 'late@example.com', name: 'Late' },
  });
  await world.advance(1, -1);
  expect(await (await fetch(checkout_url ?? '')).text()).not.toContain('expired');
  await world.advance(0, 1);
  for (let i = 0; i < 2; i += 1) {
    expect(await (await fetch(checkout_url ?? '')).text()).toContain('This checkout has expired');
    await expect(world.pay(session_id)).rejects.toThrow('CHECKOUT_SESSION_EXPIRED');
    await world.advance(30);
  }
  expect(await world.client.checkoutSessions.retrieve(session_id)).toMatchObject({ payment_id: null });
});
