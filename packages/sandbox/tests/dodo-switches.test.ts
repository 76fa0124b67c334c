import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SWITCHES } from '../src/dodo/switches';
import { buy, type DodoWorld, makeCatalog, openDodoWorld } from './dodo-world';

let world: DodoWorld;
let products: Awaited<ReturnType<typeof makeCatalog>>;

beforeAll(async () => {
  world = await openDodoWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.delivered.length = 0;
  products = await makeCatalog(world.client);
});

const status = async (id: string) => (await world.client.subscriptions.retrieve(id)).status;
const linkId = (link: string | null | undefined) => (link ?? '').split('/').pop() ?? '';

test('every switch has a default and a description, and an unknown name or value is rejected', async () => {
  for (const { values, about } of Object.values(SWITCHES)) {
    expect(values.length).toBeGreaterThan(1);
    expect(about).toMatch(/\.$/);
  }
  const shown = (await (await fetch(`${world.url}/_sandbox/dodo/switches`)).json()) as {
    values: Record<string, string>;
  };
  expect(shown.values).toMatchObject({ period_end_status: 'cancelled', grace_period_days: '0' });
  await expect(world.switches({ nonsense: 'on' })).rejects.toThrow('INVALID_REQUEST_BODY');
  await expect(world.switches({ period_end_status: 'maybe' })).rejects.toThrow('INVALID_REQUEST_BODY');
});

test.each([
  ['cancelled', 'subscription.cancelled'],
  ['expired', 'subscription.expired'],
])('a subscription canceled at its billing date ends as %s', async (period_end_status, type) => {
  await world.switches({ period_end_status });
  const { subscriptionId } = await buy(world, products.pro);
  await world.client.subscriptions.update(subscriptionId, { cancel_at_next_billing_date: true });
  await world.types();
  await world.advance(31);
  expect(await status(subscriptionId)).toBe(period_end_status);
  expect(await world.types()).toEqual([type, 'subscription.updated']);
});

test.each([
  ['updated', ['subscription.updated']],
  ['plan_changed', ['subscription.plan_changed', 'subscription.updated']],
  ['cancelled', ['subscription.cancelled', 'subscription.updated']],
])('a scheduled cancellation sends %s', async (period_end_events, types) => {
  await world.switches({ period_end_events });
  const { subscriptionId } = await buy(world, products.pro);
  await world.types();
  await world.client.subscriptions.update(subscriptionId, { cancel_at_next_billing_date: true });
  await world.world.deliveries.idle();
  expect(
    world.delivered.every(({ data }) => data.cancel_at_next_billing_date === true && data.status === 'active'),
  ).toBe(true);
  expect(await world.types()).toEqual(types);
});

test.each([
  ['announced', 1, true],
  ['silent', 1, false],
  ['none', 0, false],
] as const)('a free trial starts with its payment %s', async (trial_payment, payments, told) => {
  await world.switches({ trial_payment });
  const bought = await buy(world, products.trial);
  expect(await status(bought.subscriptionId)).toBe('active');
  expect((await world.client.payments.list({ page_number: 0 })).items).toHaveLength(payments);
  expect((await world.types()).includes('payment.succeeded')).toBe(told);
  const session = await world.client.checkoutSessions.retrieve(bought.sessionId);
  expect(session.payment_status).toBe(payments === 1 ? 'succeeded' : null);
  expect(new URL(bought.redirect_url ?? '').searchParams.get('subscription_id')).toBe(bought.subscriptionId);
  await world.advance(15);
  const [first] = (await world.client.payments.list({ page_number: 0 })).items;
  expect(first).toMatchObject({ total_amount: 2900, status: 'succeeded' });
});

test('the first charge may not count as a renewal', async () => {
  await world.switches({ renewed_on_first_charge: 'off', webhook_id: 'evt' });
  await buy(world, products.pro);
  await world.world.deliveries.idle();
  expect(world.delivered.every(({ headers }) => headers['webhook-id']?.startsWith('evt_'))).toBe(true);
  expect(await world.types()).toEqual(['payment.succeeded', 'subscription.active', 'subscription.updated']);
});

test('a portal link works in both formats', async () => {
  const { customer_id } = await world.client.customers.create({ email: 'ada@example.com', name: 'Ada' });
  for (const portal_link of ['path', 'query']) {
    await world.switches({ portal_link });
    const { link } = await world.client.customers.customerPortal.create(customer_id);
    expect(link.includes('?token=')).toBe(portal_link === 'query');
    const page = await fetch(link);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('ada@example.com');
  }
});

test('after a decline at checkout, another card pays the same payment', async () => {
  const declined = await buy(world, products.pro, '4000000000000002');
  expect(declined).toMatchObject({ outcome: 'declined', error_code: 'GENERIC_DECLINE', redirect_url: null });
  expect(await world.client.payments.retrieve(declined.payment_id)).toMatchObject({
    status: 'requires_payment_method',
    error_code: 'GENERIC_DECLINE',
  });
  expect(await status(declined.subscriptionId)).toBe('pending');
  expect(await world.types()).toEqual([]);
  const paid = await world.pay(declined.sessionId);
  expect(paid).toMatchObject({
    outcome: 'succeeded',
    payment_id: declined.payment_id,
    subscription_ids: declined.subscription_ids,
  });
  expect(await world.client.payments.retrieve(paid.payment_id)).toMatchObject({
    status: 'succeeded',
    error_code: null,
  });
});

test('a customer who gives up returns with a failed payment, and a session that expires fails too', async () => {
  const one = await buy(world, products.lifetime, '4000000000009995');
  const { redirect_url } = await world.control<{ redirect_url: string }>(`dodo/checkout/${one.sessionId}/give-up`);
  expect(new URL(redirect_url).searchParams.get('status')).toBe('failed');
  expect(await world.types()).toEqual(['payment.failed']);
  await expect(world.pay(one.sessionId)).rejects.toThrow('CHECKOUT_SESSION_CONSUMED');

  const two = await buy(world, products.pro, '4000000000000002');
  await world.advance(1, 5);
  expect(await status(two.subscriptionId)).toBe('failed');
  expect(await world.types()).toEqual(['payment.failed', 'subscription.failed', 'subscription.updated']);
});

test('with a switch, a declined payment fails first and can succeed later', async () => {
  await world.switches({ checkout_decline: 'failed_then_retry' });
  const declined = await buy(world, products.pro, '4000000000000002');
  expect(await world.types()).toEqual(['payment.failed']);
  const paid = await world.pay(declined.sessionId);
  expect(paid.payment_id).toBe(declined.payment_id);
  expect(await status(declined.subscriptionId)).toBe('active');
});

test('with a switch, a decline is final and the next card starts a new payment and subscription', async () => {
  await world.switches({ checkout_decline: 'new_payment' });
  const declined = await buy(world, products.pro, '4000000000000002');
  expect(await world.types()).toEqual(['payment.failed', 'subscription.failed', 'subscription.updated']);
  const paid = await world.pay(declined.sessionId);
  expect(paid.payment_id).not.toBe(declined.payment_id);
  expect(await status(declined.subscriptionId)).toBe('failed');
  expect(await status(paid.subscription_ids[0] ?? '')).toBe('active');
  expect((await world.client.checkoutSessions.retrieve(declined.sessionId)).payment_id).toBe(paid.payment_id);
});

test.each(['on_hold', 'cancelled'] as const)(
  'with a grace period, access is kept at first, and then the subscription is %s',
  async (grace_period_end) => {
    await world.switches({ grace_period_days: '3', grace_period_end });
    const { subscriptionId } = await buy(world, products.pro, '4000000000000341');
    await world.types();
    await world.advance(31);
    expect(await status(subscriptionId)).toBe('past_due');
    await world.world.deliveries.idle();
    const told = world.delivered.find(({ type }) => type === 'subscription.past_due');
    expect(told?.data.past_due_ends_at).toEqual(expect.any(String));
    await world.types();
    await world.advance(3);
    expect(await status(subscriptionId)).toBe(grace_period_end);
    expect(await world.types()).toEqual([`subscription.${grace_period_end}`, 'subscription.updated']);
  },
);

test('a subscription in its grace period is paid with a new card and keeps its billing date', async () => {
  await world.switches({ grace_period_days: '7', dunning_events: 'on' });
  const { subscriptionId } = await buy(world, products.pro, '4000000000000341');
  await world.advance(32);
  const before = await world.client.subscriptions.retrieve(subscriptionId);
  expect(await world.types()).toContain('dunning.started');
  const update = await world.client.subscriptions.updatePaymentMethod(subscriptionId, {
    payment_method: { type: 'new' },
  });
  await world.pay(linkId(update.payment_link));
  const after = await world.client.subscriptions.retrieve(subscriptionId);
  expect(after).toMatchObject({ status: 'active', previous_billing_date: before.next_billing_date });
  expect(await world.types()).toContain('dunning.recovered');
});

test('automatic retries are separate payments and stop when one succeeds', async () => {
  await world.switches({ auto_retries: 'on' });
  const { subscriptionId } = await buy(world, products.pro);
  await world.control(`dodo/subscriptions/${subscriptionId}/fail-next`, { count: 3 });
  await world.control(`dodo/subscriptions/${subscriptionId}/renew`);
  expect(await status(subscriptionId)).toBe('on_hold');
  await world.advance(4);
  expect(await status(subscriptionId)).toBe('active');
  const { items } = await world.client.payments.list({ page_number: 0, subscription_id: subscriptionId });
  const attempts = await Promise.all(items.map(({ payment_id }) => world.client.payments.retrieve(payment_id)));
  expect(attempts.map((payment) => [payment.retry_attempt, payment.status])).toEqual([
    [3, 'succeeded'],
    [2, 'failed'],
    [1, 'failed'],
    [0, 'failed'],
    [0, 'succeeded'],
  ]);
});

test('an unpaid subscription is not charged again, and is paid once even with two links', async () => {
  const { subscriptionId } = await buy(world, products.pro, '4000000000000341');
  await world.advance(100);
  expect(await status(subscriptionId)).toBe('on_hold');
  const first = await world.client.subscriptions.updatePaymentMethod(subscriptionId, {
    payment_method: { type: 'new' },
  });
  const second = await world.client.subscriptions.updatePaymentMethod(subscriptionId, {
    payment_method: { type: 'new' },
  });
  await expect(world.pay(linkId(first.payment_link))).rejects.toThrow('CHECKOUT_SESSION_CONSUMED');
  await world.pay(linkId(second.payment_link));
  const succeeded = await world.client.payments.list({
    page_number: 0,
    subscription_id: subscriptionId,
    status: 'succeeded',
  });
  expect(succeeded.items).toHaveLength(2);
  const after = await world.client.subscriptions.retrieve(subscriptionId);
  expect(Date.parse(after.previous_billing_date)).toBe(world.world.clocks.nowMs());
});

test('a saved card can pay the amount due and become the new card without a page', async () => {
  const { subscriptionId, customerId } = await buy(world, products.pro, '4000000000000341');
  await world.advance(31);
  const session = await world.client.checkoutSessions.create({
    product_cart: [{ product_id: products.starter, quantity: 1 }],
    customer: { customer_id: customerId },
  });
  await world.pay(session.session_id);
  const { items } = await world.client.customers.retrievePaymentMethods(customerId);
  const good = items.find((method) => method.card?.last4_digits === '4242');
  const paid = await world.client.subscriptions.updatePaymentMethod(subscriptionId, {
    payment_method: { type: 'existing', payment_method_id: good?.payment_method_id ?? '' },
  });
  expect(paid.payment_link).toBeNull();
  expect(await world.client.payments.retrieve(paid.payment_id ?? '')).toMatchObject({
    status: 'succeeded',
    total_amount: 2900,
  });
  expect(await status(subscriptionId)).toBe('active');
});

test('a new card for an active subscription is a payment of zero', async () => {
  const { subscriptionId } = await buy(world, products.pro);
  await world.types();
  const update = await world.client.subscriptions.updatePaymentMethod(subscriptionId, {
    payment_method: { type: 'new' },
  });
  await world.pay(linkId(update.payment_link), '5555555555554444');
  expect(await world.client.payments.retrieve(update.payment_id ?? '')).toMatchObject({
    is_update_payment_method: true,
    total_amount: 0,
    card_last_four: '4444',
  });
  expect(await world.types()).toEqual([
    'payment.succeeded',
    'subscription.update_payment_method',
    'subscription.updated',
  ]);
});

test('a pause moves the billing date by its own length', async () => {
  const { client } = world;
  const { subscriptionId } = await buy(world, products.pro);
  const before = await client.subscriptions.retrieve(subscriptionId);
  await world.types();
  await client.subscriptions.update(subscriptionId, { status: 'paused' });
  await world.advance(60);
  expect(await status(subscriptionId)).toBe('paused');
  const after = await client.subscriptions.update(subscriptionId, { status: 'active' });
  expect(Date.parse(after.next_billing_date) - Date.parse(before.next_billing_date)).toBe(60 * 86_400_000);
  expect(await world.types()).toEqual([
    'subscription.paused',
    'subscription.unpaused',
    'subscription.updated',
    'subscription.updated',
  ]);
  expect((await client.payments.list({ page_number: 0 })).items).toHaveLength(1);
});

test('sending the current time as billing date forces a renewal', async () => {
  const { client } = world;
  const { subscriptionId } = await buy(world, products.pro);
  await client.subscriptions.update(subscriptionId, { next_billing_date: world.world.clocks.iso() });
  await world.advance(0, 1);
  expect((await client.payments.list({ page_number: 0 })).items).toHaveLength(2);
});

test('with a switch, an abandoned checkout is detected after an hour', async () => {
  await world.switches({ abandoned_checkout: 'on' });
  await buy(world, products.lifetime, '4000000000000002');
  await world.advance(0, 3700);
  expect(await world.types()).toEqual(['abandoned_checkout.detected']);
});

test('with a switch, an endpoint is disabled after its last attempt failed', async () => {
  await world.switches({ endpoint_auto_disable: 'on' });
  const { endpoints } = world.world.deliveries;
  const [endpoint] = [...endpoints.oldestFirst()].filter(({ provider }) => provider === 'dodo');
  if (!endpoint) throw new Error('There is no endpoint.');
  endpoints.put(endpoint.id, { ...endpoint, url: 'http://127.0.0.1:1/unreachable' });
  await buy(world, products.lifetime);
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    await world.world.deliveries.idle();
    world.world.deliveries.retryNow();
  }
  await world.world.deliveries.idle();
  expect(endpoints.get(endpoint.id)?.enabled).toBe(true);
  await buy(world, products.lifetime);
  expect(endpoints.get(endpoint.id)?.enabled).toBe(false);
});

test('billing_currency only applies while adaptive pricing is on', async () => {
  const order = { billing_currency: 'EUR' as const };
  const off = await buy(world, products.lifetime, undefined, order);
  expect((await world.client.payments.retrieve(off.payment_id)).currency).toBe('USD');
  await world.switches({ adaptive_currency: 'on' });
  const on = await buy(world, products.lifetime, undefined, order);
  expect(await world.client.payments.retrieve(on.payment_id)).toMatchObject({
    currency: 'EUR',
    total_amount: 27_508,
    settlement_currency: 'USD',
    settlement_amount: 29_900,
  });
});

test('a reset deletes everything and restores the default switches', async () => {
  const { subscriptionId } = await buy(world, products.pro);
  await world.switches({ period_end_status: 'expired' });
  world.world.reset();
  await expect(world.client.subscriptions.retrieve(subscriptionId)).rejects.toMatchObject({ status: 404 });
  const shown = (await (await fetch(`${world.url}/_sandbox/dodo/switches`)).json()) as {
    values: Record<string, string>;
  };
  expect(shown.values.period_end_status).toBe('cancelled');
});

test('a payment without an attempt is canceled when its page expires', async () => {
  const { client } = world;
  const made = await client.subscriptions.create({
    billing: { country: 'US' },
    customer: { email: 'late@example.com', name: 'Late' },
    product_id: products.pro,
    quantity: 1,
    payment_link: true,
  });
  await world.advance(1, 5);
  expect((await client.payments.retrieve(made.payment_id)).status).toBe('cancelled');
  expect(await status(made.subscription_id)).toBe('failed');
  expect(await world.types()).toEqual(['payment.cancelled', 'subscription.failed', 'subscription.updated']);
});
