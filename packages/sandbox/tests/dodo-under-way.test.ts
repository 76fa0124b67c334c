import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buy, type DodoWorld, makeCatalog, openDodoWorld } from './dodo-world';

/** Debits of these accounts succeed or bounce four business days after they were sent. */
const GOOD = 'AT611904300234573201';
const BOUNCES = 'AT861904300235473202';
const ACH = '000123456789';
/** Off-session charges of this card settle 48 hours later. */
const INDIAN = '4576238912771450';

let world: DodoWorld;
let products: Awaited<ReturnType<typeof makeCatalog>>;

beforeAll(async () => {
  world = await openDodoWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  products = await makeCatalog(world.client, 'EUR');
  world.delivered.length = 0;
});

const subscription = (id: string) => world.client.subscriptions.retrieve(id);
const payments = async (id: string) =>
  (await world.client.payments.list({ subscription_id: id, page_number: 0 })).items.map(
    ({ status, total_amount }) => `${total_amount} ${status}`,
  );

describe('a first purchase by bank debit', () => {
  test('is processing for days and then paid', async () => {
    const bought = await buy(world, products.pro, GOOD);
    expect(bought).toMatchObject({ outcome: 'processing' });
    expect(new URL(bought.redirect_url ?? '').searchParams.get('status')).toBe('pending');
    expect(await world.client.payments.retrieve(bought.payment_id)).toMatchObject({
      status: 'processing',
      payment_method: 'bank_debit',
      payment_method_type: 'sepa',
      card_last_four: '3201',
    });
    expect(await world.client.checkoutSessions.retrieve(bought.sessionId)).toMatchObject({
      payment_status: 'processing',
    });
    expect(await world.types()).toEqual(['payment.processing']);
    await world.advance(3);
    expect((await subscription(bought.subscriptionId)).status).toBe('pending');
    await world.advance(3);
    expect((await subscription(bought.subscriptionId)).status).toBe('active');
    expect(await world.types()).toEqual([
      'payment.succeeded',
      'subscription.active',
      'subscription.renewed',
      'subscription.updated',
    ]);
  });

  test('bounces: the payment and the subscription fail', async () => {
    const { subscriptionId } = await buy(world, products.pro, BOUNCES);
    await world.types();
    await world.advance(6);
    expect((await subscription(subscriptionId)).status).toBe('failed');
    expect(await payments(subscriptionId)).toEqual(['2900 failed']);
    expect(await world.types()).toEqual(['payment.failed', 'subscription.failed', 'subscription.updated']);
  });

  test('with a switch, it is active from the start, and on hold when the debit bounces', async () => {
    await world.switches({ debit_first_purchase: 'active' });
    const bad = await buy(world, products.pro, BOUNCES);
    const good = await buy(world, products.starter, GOOD);
    expect((await subscription(bad.subscriptionId)).status).toBe('active');
    expect(await payments(bad.subscriptionId)).toEqual(['2900 processing']);
    await world.advance(6);
    expect((await subscription(bad.subscriptionId)).status).toBe('on_hold');
    expect((await subscription(good.subscriptionId)).status).toBe('active');
    expect(await payments(good.subscriptionId)).toEqual(['900 succeeded']);
  });

  test('neither an expired session nor a cancellation stops the debit', async () => {
    const { subscriptionId, payment_id } = await buy(world, products.credits, GOOD);
    expect(subscriptionId).toBe('');
    await world.advance(2);
    expect((await world.client.payments.retrieve(payment_id)).status).toBe('processing');
    await expect(world.client.refunds.create({ payment_id })).rejects.toMatchObject({
      error: { code: 'PAYMENT_NOT_SUCCEEDED' },
    });
    await world.advance(4);
    expect((await world.client.payments.retrieve(payment_id)).status).toBe('succeeded');
  });

  test('a debit can be settled manually, and one in an unsupported currency is rejected', async () => {
    const { payment_id } = await buy(world, products.lifetime, GOOD);
    await world.control(`dodo/payments/${payment_id}/failed`);
    expect(await world.client.payments.retrieve(payment_id)).toMatchObject({
      status: 'failed',
      error_code: 'INSUFFICIENT_FUNDS',
    });
    await world.control(`dodo/payments/${payment_id}/succeeded`);
    expect((await world.client.payments.retrieve(payment_id)).status).toBe('failed');
    expect(await buy(world, products.lifetime, ACH)).toMatchObject({
      outcome: 'declined',
      error_code: 'PAYMENT_METHOD_UNSUPPORTED',
    });
  });

  test('a page restricted to cards rejects debits', async () => {
    const narrowed = { allowed_payment_method_types: ['credit', 'debit'] as ('credit' | 'debit')[] };
    expect(await buy(world, products.pro, GOOD, narrowed)).toMatchObject({ outcome: 'declined' });
    expect(await buy(world, products.pro, undefined, narrowed)).toMatchObject({ outcome: 'succeeded' });
  });
});

/** A subscription paid from an account whose next debits end like this. */
async function debited(next: 'come' | 'bounce') {
  const bought = await buy(world, products.starter, GOOD);
  await world.control(`dodo/payments/${bought.payment_id}/succeeded`);
  if (next === 'bounce') await world.control(`dodo/subscriptions/${bought.subscriptionId}/fail-next`, { count: 1 });
  await world.types();
  return bought;
}

describe('limits of payment methods at Dodo', () => {
  test.each([
    [ACH, 'succeeded'],
    ['000222222227', 'failed'],
    ['000000000009', 'processing'],
  ])('ACH account %s only makes one-time payments in dollars: %s', async (account, status) => {
    const dollars = await makeCatalog(world.client);
    expect(await buy(world, dollars.starter, account)).toMatchObject({
      outcome: 'declined',
      error_code: 'PAYMENT_METHOD_UNSUPPORTED',
    });
    const { payment_id } = await buy(world, dollars.credits, account);
    await world.advance(30);
    expect((await world.client.payments.retrieve(payment_id)).status).toBe(status);
  });

  test('a debit is disputed after it succeeded', async () => {
    const { credits } = await makeCatalog(world.client);
    const { payment_id } = await buy(world, credits, '000555555559');
    await world.advance(7);
    expect((await world.client.payments.retrieve(payment_id)).disputes).toMatchObject([
      { dispute_status: 'dispute_opened' },
    ]);
  });

  test.each([0, 1])('an Indian card renews 48 hours later (%i declines)', async (count) => {
    const { subscriptionId } = await buy(world, products.starter, INDIAN);
    await world.control(`dodo/subscriptions/${subscriptionId}/fail-next`, { count });
    const { next_billing_date } = await subscription(subscriptionId);
    const due = Date.parse(next_billing_date) - world.world.clocks.nowMs();
    await world.advance(0, Math.ceil(due / 1000) + 47 * 3600);
    expect(await payments(subscriptionId)).toEqual(['900 processing', '900 succeeded']);
    expect((await subscription(subscriptionId)).status).toBe('active');
    await world.advance(0, 2 * 3600);
    expect((await subscription(subscriptionId)).status).toBe(count === 0 ? 'active' : 'on_hold');
    expect(await payments(subscriptionId)).toEqual([count === 0 ? '900 succeeded' : '900 failed', '900 succeeded']);
  });
});

describe('a renewal by bank debit', () => {
  test('moves the dates once it succeeds', async () => {
    const { subscriptionId } = await debited('come');
    const before = await subscription(subscriptionId);
    await world.advance(33);
    expect(await subscription(subscriptionId)).toMatchObject({
      status: 'active',
      next_billing_date: before.next_billing_date,
    });
    expect(await payments(subscriptionId)).toEqual(['900 processing', '900 succeeded']);
    await world.advance(7);
    const after = await subscription(subscriptionId);
    expect(after.previous_billing_date).toBe(before.next_billing_date);
    expect(await payments(subscriptionId)).toEqual(['900 succeeded', '900 succeeded']);
  });

  test('with a switch, moves the dates immediately', async () => {
    await world.switches({ debit_renewal_dates: 'move' });
    const { subscriptionId } = await debited('come');
    const before = await subscription(subscriptionId);
    await world.advance(33);
    expect((await subscription(subscriptionId)).previous_billing_date).toBe(before.next_billing_date);
    await world.advance(60);
    expect(await payments(subscriptionId)).toEqual([
      '900 processing',
      '900 succeeded',
      '900 succeeded',
      '900 succeeded',
    ]);
  });

  test('bounces: on hold days after the billing date, and a card pays the amount due', async () => {
    const { subscriptionId } = await debited('bounce');
    await world.advance(33);
    await world.advance(7);
    expect((await subscription(subscriptionId)).status).toBe('on_hold');
    const { payment_link } = await world.client.subscriptions.updatePaymentMethod(subscriptionId, {
      payment_method: { type: 'new' },
    });
    await world.pay(encodeURIComponent(payment_link ?? ''));
    expect((await subscription(subscriptionId)).status).toBe('active');
  });

  test('canceled while the debit is processing: the money arrives after the end', async () => {
    const { subscriptionId } = await debited('come');
    await world.advance(33);
    await world.client.subscriptions.update(subscriptionId, { status: 'cancelled' });
    await world.types();
    await world.advance(7);
    expect((await subscription(subscriptionId)).status).toBe('cancelled');
    expect(await payments(subscriptionId)).toEqual(['900 succeeded', '900 succeeded']);
    expect(await world.types()).toEqual(['payment.succeeded']);
  });

  test('pays the amount due: a second payment is rejected until the debit settles', async () => {
    const { subscriptionId } = await debited('bounce');
    await world.advance(39);
    const method = { payment_method: { type: 'new' as const } };
    const { payment_link } = await world.client.subscriptions.updatePaymentMethod(subscriptionId, method);
    await world.pay(encodeURIComponent(payment_link ?? ''), GOOD);
    await expect(world.client.subscriptions.updatePaymentMethod(subscriptionId, method)).rejects.toMatchObject({
      status: 409,
      error: { code: 'PREVIOUS_PAYMENT_PENDING' },
    });
    await world.advance(6);
    expect((await subscription(subscriptionId)).status).toBe('active');
  });
});

describe('a plan change by bank debit', () => {
  const toPro = () => ({
    product_id: products.pro,
    quantity: 1,
    proration_billing_mode: 'prorated_immediately' as const,
  });

  test('waits for the debit, and a second change is rejected meanwhile', async () => {
    const { subscriptionId } = await debited('come');
    const { payment_id } = await world.client.subscriptions.changePlan(subscriptionId, toPro());
    expect((await subscription(subscriptionId)).product_id).toBe(products.starter);
    await expect(world.client.subscriptions.changePlan(subscriptionId, toPro())).rejects.toMatchObject({
      error: { code: 'PENDING_PLAN_CHANGE_EXISTS' },
    });
    await world.control(`dodo/payments/${payment_id}/succeeded`);
    expect((await subscription(subscriptionId)).product_id).toBe(products.pro);
  });

  test.each([
    ['prevent_change', 'starter', 'active'],
    ['apply_change', 'pro', 'on_hold'],
  ] as const)('bounces with %s', async (on_payment_failure, product, status) => {
    const { subscriptionId } = await debited('bounce');
    await world.client.subscriptions.changePlan(subscriptionId, { ...toPro(), on_payment_failure });
    await world.advance(6);
    expect(await subscription(subscriptionId)).toMatchObject({ product_id: products[product], status });
  });
});

describe('the response of change-plan', () => {
  test('with a switch, contains a payment only if a link was requested, also for a declined card', async () => {
    await world.switches({ change_plan_answer: 'link_only' });
    const { subscriptionId } = await buy(world, products.starter, '4000000000000341');
    const change = {
      product_id: products.pro,
      quantity: 1,
      proration_billing_mode: 'difference_immediately' as const,
      on_payment_failure: 'prevent_change' as const,
    };
    const nothing = { client_secret: null, expires_on: null, payment_id: null, payment_link: null };
    expect(await world.client.subscriptions.changePlan(subscriptionId, change)).toEqual(nothing);
    expect((await subscription(subscriptionId)).product_id).toBe(products.starter);
    expect(await payments(subscriptionId)).toEqual(['2000 failed', '900 succeeded']);
    expect(
      await world.client.subscriptions.changePlan(subscriptionId, { ...change, collect_via_payment_link: true }),
    ).toMatchObject({ payment_id: expect.stringMatching(/^pay_/), payment_link: expect.stringContaining('/session/') });
  });

  test.each(['forgotten', 'waits'])('a prevented change is %s', async (prevented_change) => {
    await world.switches({ prevented_change });
    const { subscriptionId } = await buy(world, products.starter, '4000000000000341');
    const change = () =>
      world.client.subscriptions.changePlan(subscriptionId, {
        product_id: products.pro,
        quantity: 1,
        proration_billing_mode: 'difference_immediately',
        on_payment_failure: 'prevent_change',
      });
    await change();
    const second = await change().then(
      () => 'taken',
      (error: { error?: { code?: string } }) => error.error?.code,
    );
    expect(second).toBe(prevented_change === 'waits' ? 'PENDING_PLAN_CHANGE_EXISTS' : 'taken');
  });
});
