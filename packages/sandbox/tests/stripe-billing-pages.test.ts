import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
let basic = '';
beforeAll(async () => {
  world = await openBillingWorld();
  ({ basic } = await world.plans());
});
afterAll(() => world.close());

const get = (url: string) => fetch(new URL(url, world.url), { redirect: 'manual' });
const post = (url: string, form: Record<string, string> = {}) =>
  fetch(new URL(url, world.url), { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
const card = (number: string): Record<string, string> => ({
  email: 'jenny@example.com',
  card_number: number,
  card_expiry: '12 / 34',
  card_cvc: '123',
  card_name: 'Jenny Rosen',
  method: 'card',
});

const session = (params: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  world.client.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: basic, quantity: 1 }],
    success_url: 'http://127.0.0.1:9/success?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://127.0.0.1:9/pricing',
    ...params,
  });

test('shows the order, shows the error of a declined card, and redirects after a valid one', async () => {
  const { id, url } = await session({ subscription_data: { trial_period_days: 14 } });
  const page = await (await get(url ?? '')).text();
  expect(page).toContain('14 days free, then $20.00 / month');
  expect(page).toContain('http://127.0.0.1:9/pricing');
  const refused = await post(url ?? '', card('4000000000000002'));
  expect(refused.status).toBe(402);
  const again = await refused.text();
  expect(again).toContain('Your card was declined.');
  expect(again).toContain('4000 0000 0000 0002');
  expect(again).toContain('jenny@example.com');
  const paid = await post(url ?? '', card('4242424242424242'));
  expect(paid.status).toBe(303);
  expect(paid.headers.get('location')).toBe(`http://127.0.0.1:9/success?session=${id}`);
  // A customer who returns or submits the form again is redirected and charged nothing.
  expect((await get(`/pay/stripe/checkout/${id}`)).headers.get('location')).toContain('/success');
  expect((await post(`/pay/stripe/checkout/${id}`, card('4242424242424242'))).status).toBe(303);
  const { customer } = await world.client.checkout.sessions.retrieve(id);
  expect((await world.client.subscriptions.list({ customer: String(customer) })).data).toHaveLength(1);
});

test('redirects to the bank for a challenge, and back to the form when it fails', async () => {
  const { id, url } = await session();
  const asked = await post(url ?? '', card('4000002760003184'));
  const challenge = asked.headers.get('location') ?? '';
  expect(challenge).toMatch(/^\/pay\/stripe\/challenge\/pi_3/);
  expect(await (await get(challenge)).text()).toContain('$20.00');
  const failed = await post(challenge, { answer: 'fail' });
  expect(failed.headers.get('location')).toBe(`/pay/stripe/checkout/${id}`);
  expect(await (await get(url ?? '')).text()).toContain('We are unable to authenticate your payment method.');
  const second = (await post(url ?? '', card('4000002760003184'))).headers.get('location') ?? '';
  const passed = await post(second, { answer: 'pass' });
  expect(passed.headers.get('location')).toBe(`http://127.0.0.1:9/success?session=${id}`);
});

test('accepts a promotion code, says why another is invalid, and removes it', async () => {
  const { client } = world;
  const coupon = await client.coupons.create({ percent_off: 25, duration: 'once' });
  const promotion = { type: 'coupon' as const, coupon: coupon.id };
  await client.promotionCodes.create({ promotion, code: 'SPRING' });
  await client.promotionCodes.create({
    promotion,
    code: 'BULK',
    restrictions: { minimum_amount: 9000, minimum_amount_currency: 'usd' },
  });
  const { id, url } = await session({ allow_promotion_codes: true });
  const small = await post(`${url}/promotion`, { code: 'BULK' });
  expect(await (await get(small.headers.get('location') ?? '')).text()).toContain(
    'Your order is too small for this code.',
  );
  await post(`${url}/promotion`, { code: 'spring' });
  expect(await client.checkout.sessions.retrieve(id)).toMatchObject({
    amount_total: 1500,
    total_details: { amount_discount: 500 },
  });
  await post(`${url}/promotion/remove`);
  expect((await client.checkout.sessions.retrieve(id)).amount_total).toBe(2000);
  await post(`${url}/promotion`, { code: 'SPRING' });
  await post(url ?? '', card('4242424242424242'));
  const complete = await client.checkout.sessions.retrieve(id, { expand: ['invoice', 'total_details.breakdown'] });
  expect(complete.invoice).toMatchObject({ amount_paid: 1500 });
  expect(complete.total_details?.breakdown?.discounts[0]?.amount).toBe(500);
  expect((await client.coupons.retrieve(coupon.id)).times_redeemed).toBe(1);
});

test('lets the customer choose the quantity, within limits', async () => {
  const { id, url } = await session({
    line_items: [{ price: basic, quantity: 2, adjustable_quantity: { enabled: true, minimum: 1, maximum: 5 } }],
  });
  const line = (await world.client.checkout.sessions.listLineItems(id)).data[0]?.id ?? '';
  await post(`${url}/quantity`, { line, quantity: '9' });
  expect((await world.client.checkout.sessions.retrieve(id)).amount_total).toBe(10_000);
  await post(url ?? '', card('4242424242424242'));
  const { subscription } = await world.client.checkout.sessions.retrieve(id, { expand: ['subscription'] });
  expect((subscription as Stripe.Subscription).items.data[0]?.quantity).toBe(5);
});

test('says that a session has expired and, if enabled, starts a new one', async () => {
  const { id, url } = await session({ after_expiration: { recovery: { enabled: true } } });
  await world.client.checkout.sessions.expire(id);
  const page = await get(url ?? '');
  expect(page.status).toBe(410);
  expect(await page.text()).toContain('Nothing was charged.');
  const fresh = await post(`${url}/recover`);
  const next = fresh.headers.get('location')?.split('/').at(-1) ?? '';
  expect(await world.client.checkout.sessions.retrieve(next)).toMatchObject({
    status: 'open',
    recovered_from: id,
    amount_total: 2000,
  });
});

test('needs no card when nothing is due and none is required', async () => {
  const { id, url } = await session({
    payment_method_collection: 'if_required',
    subscription_data: {
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
    },
  });
  expect(await (await get(url ?? '')).text()).not.toContain('card_number');
  await post(url ?? '', { email: 'jenny@example.com' });
  const complete = await world.client.checkout.sessions.retrieve(id);
  expect(complete).toMatchObject({ status: 'complete', payment_status: 'no_payment_required' });
  await world.advance(7 * 86_400 + 3600);
  expect((await world.client.subscriptions.retrieve(String(complete.subscription))).status).toBe('canceled');
});
