import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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

const subscription = (id: string) => world.client.subscriptions.retrieve(id);

test('a customer buys a lifetime license and returns with the payment in the URL', async () => {
  const bought = await buy(world, products.lifetime);
  expect(bought.outcome).toBe('succeeded');
  const payment = await world.client.payments.retrieve(bought.payment_id);
  expect(payment).toMatchObject({
    status: 'succeeded',
    total_amount: 29_900,
    tax: 0,
    product_cart: [{ product_id: products.lifetime, quantity: 1 }],
    subscription_id: null,
    checkout_session_id: bought.sessionId,
    card_last_four: '4242',
  });
  const back = new URL(bought.redirect_url ?? '');
  expect(Object.fromEntries(back.searchParams)).toEqual({
    provider: 'dodo',
    payment_id: bought.payment_id,
    status: 'succeeded',
    email: 'ada@example.com',
  });
  expect(await world.types()).toEqual(['payment.succeeded']);
  await expect(world.pay(bought.sessionId)).rejects.toThrow('CHECKOUT_SESSION_CONSUMED');
});

test('a new subscriber pays: active, succeeded, and renewed are sent', async () => {
  const bought = await buy(world, products.pro, undefined, { metadata: { user_id: 'u1' } });
  expect(await subscription(bought.subscriptionId)).toMatchObject({
    status: 'active',
    product_id: products.pro,
    recurring_pre_tax_amount: 2900,
    metadata: { user_id: 'u1' },
    has_payment_method: true,
    trial_period_days: 0,
  });
  const payment = await world.client.payments.retrieve(bought.payment_id);
  expect(payment).toMatchObject({
    product_cart: null,
    subscription_id: bought.subscriptionId,
    metadata: { user_id: 'u1' },
  });
  expect(await world.types()).toEqual([
    'payment.succeeded',
    'subscription.active',
    'subscription.renewed',
    'subscription.updated',
  ]);
  expect(new URL(bought.redirect_url ?? '').searchParams.get('subscription_id')).toBe(bought.subscriptionId);
});

test('a subscriber is charged again each month, on the same day', async () => {
  const bought = await buy(world, products.pro);
  const { next_billing_date: first } = await subscription(bought.subscriptionId);
  await world.types();
  await world.advance(62);
  const payments = await world.client.payments.list({ page_number: 0, subscription_id: bought.subscriptionId });
  expect(payments.items.map((payment) => payment.total_amount)).toEqual([2900, 2900, 2900]);
  expect(new Date((await subscription(bought.subscriptionId)).previous_billing_date).getUTCDate()).toBe(
    new Date(first).getUTCDate(),
  );
  expect((await world.types()).filter((type) => type === 'subscription.renewed')).toHaveLength(2);
});

test('a free trial is active immediately with a payment of zero, and is charged when it ends', async () => {
  const bought = await buy(world, products.trial);
  expect(await subscription(bought.subscriptionId)).toMatchObject({ status: 'active', trial_period_days: 14 });
  expect(await world.client.payments.retrieve(bought.payment_id)).toMatchObject({
    total_amount: 0,
    status: 'succeeded',
  });
  expect(await world.types()).toEqual(['payment.succeeded', 'subscription.active', 'subscription.updated']);
  await world.advance(14, 1);
  expect(await world.types()).toEqual(['payment.succeeded', 'subscription.renewed', 'subscription.updated']);
  const payments = await world.client.payments.list({ page_number: 0 });
  expect(payments.items.map((payment) => payment.total_amount)).toEqual([2900, 0]);
});

test('a renewal fails, the subscription is put on hold, and a new card reactivates it', async () => {
  const bought = await buy(world, products.pro, '4000000000000341');
  await world.types();
  await world.advance(31);
  expect((await subscription(bought.subscriptionId)).status).toBe('on_hold');
  expect(await world.types()).toEqual(['payment.failed', 'subscription.on_hold', 'subscription.updated']);

  const update = await world.client.subscriptions.updatePaymentMethod(bought.subscriptionId, {
    payment_method: { type: 'new', return_url: 'http://127.0.0.1:3000/account' },
  });
  expect(update.payment_link).toContain('/pay/dodo/session/');
  const paid = await world.pay((update.payment_link ?? '').split('/').pop() ?? '');
  expect(paid.payment_id).toBe(update.payment_id);
  const recovered = await subscription(bought.subscriptionId);
  expect(recovered.status).toBe('active');
  expect(Date.parse(recovered.next_billing_date)).toBeGreaterThan(world.world.clocks.nowMs());
  expect(await world.types()).toEqual([
    'payment.succeeded',
    'subscription.active',
    'subscription.renewed',
    'subscription.update_payment_method',
    'subscription.updated',
  ]);
  const payments = await world.client.payments.list({ page_number: 0, status: 'succeeded' });
  expect(payments.items).toHaveLength(2);
});

test('a cancellation at the next billing date can be undone; otherwise the subscription ends then', async () => {
  const { subscriptionId } = await buy(world, products.pro);
  const scheduled = await world.client.subscriptions.update(subscriptionId, {
    cancel_at_next_billing_date: true,
    cancellation_feedback: 'unused',
  });
  expect(scheduled).toMatchObject({
    status: 'active',
    cancel_at_next_billing_date: true,
    cancellation_feedback: 'unused',
  });
  const kept = await world.client.subscriptions.update(subscriptionId, { cancel_at_next_billing_date: false });
  expect(kept).toMatchObject({ status: 'active', cancel_at_next_billing_date: false, cancellation_feedback: null });
  await world.client.subscriptions.update(subscriptionId, { cancel_at_next_billing_date: true });
  await world.types();
  await world.advance(31);
  const ended = await subscription(subscriptionId);
  expect(ended.status).toBe('cancelled');
  expect(await world.types()).toEqual(['subscription.cancelled', 'subscription.updated']);
  expect((await world.client.payments.list({ page_number: 0 })).items).toHaveLength(1);
});

test('an immediate cancellation ends the subscription now and refunds nothing', async () => {
  const { subscriptionId, payment_id } = await buy(world, products.pro);
  const ended = await world.client.subscriptions.update(subscriptionId, { status: 'cancelled' });
  expect(ended.status).toBe('cancelled');
  expect(ended.cancelled_at).not.toBeNull();
  expect((await world.client.payments.retrieve(payment_id)).refunds).toEqual([]);
});
