import type DodoPayments from 'dodopayments';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buy, type DodoWorld, openDodoWorld } from './dodo-world';

let world: DodoWorld;
let small: string;
let large: string;

beforeAll(async () => {
  world = await openDodoWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.delivered.length = 0;
  small = await product('Small', 3000);
  large = await product('Large', 8000);
});

/** Periods of thirty days, so that fifteen days are exactly half. */
async function product(name: string, price: number): Promise<string> {
  const made = await world.client.products.create({
    name,
    tax_category: 'saas',
    price: {
      type: 'recurring_price',
      currency: 'USD',
      price,
      payment_frequency_count: 30,
      payment_frequency_interval: 'Day',
      subscription_period_count: 10,
      subscription_period_interval: 'Year',
    },
  });
  return made.product_id;
}

type Mode = DodoPayments.SubscriptionChangePlanParams['proration_billing_mode'];
const change = (
  product_id: string,
  proration_billing_mode: Mode,
  more: Partial<DodoPayments.SubscriptionChangePlanParams> = {},
) => ({
  product_id,
  quantity: 1,
  proration_billing_mode,
  ...more,
});
const subscription = (id: string) => world.client.subscriptions.retrieve(id);
const payments = async (id: string) =>
  (await world.client.payments.list({ page_number: 0, subscription_id: id })).items;
const days = (from: number, to: string) => Math.round((Date.parse(to) - from) / 86_400_000);

test.each([
  ['prorated_immediately', 2500, 30],
  ['difference_immediately', 5000, 30],
  ['full_immediately', 8000, 30],
  ['do_not_bill', 0, 15],
] as const)(
  'an upgrade halfway through the period with %s charges what its preview said',
  async (mode, amount, daysLeft) => {
    const { subscriptionId } = await buy(world, small);
    await world.advance(15);
    await world.types();
    const body = change(large, mode);
    const preview = await world.client.subscriptions.previewChangePlan(subscriptionId, body);
    expect(preview.immediate_charge.summary).toMatchObject({
      total_amount: amount,
      currency: 'USD',
      customer_credits: 0,
    });
    expect(preview.new_plan).toMatchObject({ product_id: large, recurring_pre_tax_amount: 8000 });
    expect((await subscription(subscriptionId)).product_id).toBe(small);

    const result = await world.client.subscriptions.changePlan(subscriptionId, body);
    const after = await subscription(subscriptionId);
    expect(after).toEqual(preview.new_plan);
    expect(days(world.world.clocks.nowMs(), after.next_billing_date)).toBe(daysLeft);
    if (amount === 0) expect(result.payment_id).toBeNull();
    else
      expect(await world.client.payments.retrieve(result.payment_id ?? '')).toMatchObject({
        total_amount: amount,
        status: 'succeeded',
      });
    expect(await world.types()).toEqual([
      ...(amount === 0 ? [] : ['payment.succeeded']),
      'subscription.plan_changed',
      'subscription.updated',
    ]);
  },
);

test.each([
  ['prorated_immediately', 2500],
  ['difference_immediately', 5000],
  ['full_immediately', 0],
  ['do_not_bill', 0],
] as const)(
  'a downgrade halfway through the period with %s leaves credit for the next renewals',
  async (mode, credit) => {
    const { subscriptionId } = await buy(world, large);
    await world.advance(15);
    const body = change(small, mode);
    const preview = await world.client.subscriptions.previewChangePlan(subscriptionId, body);
    const charged = mode === 'full_immediately' ? 3000 : 0;
    expect(preview.immediate_charge.summary).toMatchObject({ total_amount: charged, customer_credits: credit });
    await world.client.subscriptions.changePlan(subscriptionId, body);
    await world.advance(61);
    const renewals = (await payments(subscriptionId)).slice(0, 2).map((payment) => payment.total_amount);
    const expected =
      mode === 'difference_immediately' ? [1000, 0] : mode === 'prorated_immediately' ? [3000, 500] : [3000, 3000];
    expect(renewals).toEqual(expected);
  },
);

test('a switch keeps the billing date, as in the older documentation', async () => {
  await world.switches({ proration_billing_date: 'keep' });
  const { subscriptionId } = await buy(world, small);
  const { next_billing_date: before } = await subscription(subscriptionId);
  await world.advance(15);
  await world.client.subscriptions.changePlan(subscriptionId, change(large, 'prorated_immediately'));
  expect((await subscription(subscriptionId)).next_billing_date).toBe(before);
});

test('a change at the next billing date waits, can be undone, and is charged in full on that date', async () => {
  const { client } = world;
  const { subscriptionId } = await buy(world, large);
  const later = change(small, 'full_immediately', { effective_at: 'next_billing_date' });
  await expect(
    client.subscriptions.changePlan(subscriptionId, { ...later, proration_billing_mode: 'do_not_bill' }),
  ).rejects.toMatchObject({ error: { code: 'INVALID_PRORATION_MODE_WITH_NEXT_BILLING_DATE' } });
  expect(
    (await client.subscriptions.previewChangePlan(subscriptionId, later)).immediate_charge.summary.total_amount,
  ).toBe(0);
  expect(await client.subscriptions.changePlan(subscriptionId, later)).toEqual({
    client_secret: null,
    expires_on: null,
    payment_id: null,
    payment_link: null,
  });
  const waiting = await subscription(subscriptionId);
  expect(waiting).toMatchObject({
    product_id: large,
    scheduled_change: { product_id: small, product_name: 'Small', effective_at: waiting.next_billing_date },
  });
  await expect(client.subscriptions.changePlan(subscriptionId, later)).rejects.toMatchObject({
    status: 409,
    error: { code: 'SCHEDULED_PLAN_CHANGE_EXISTS' },
  });
  expect(await client.subscriptions.cancelChangePlan(subscriptionId)).toBeNull();
  expect((await subscription(subscriptionId)).scheduled_change).toBeNull();

  await client.subscriptions.changePlan(subscriptionId, later);
  await world.advance(31);
  expect(await subscription(subscriptionId)).toMatchObject({ product_id: small, scheduled_change: null });
  expect((await payments(subscriptionId)).map((payment) => payment.total_amount)).toEqual([3000, 8000]);
});

test('after a decline, prevent_change keeps the old plan and apply_change puts the new one on hold', async () => {
  const { client } = world;
  const first = await buy(world, small, '4000000000000341');
  await world.types();
  const kept = await client.subscriptions.changePlan(
    first.subscriptionId,
    change(large, 'full_immediately', { on_payment_failure: 'prevent_change' }),
  );
  expect(await client.payments.retrieve(kept.payment_id ?? '')).toMatchObject({
    status: 'failed',
    error_code: 'GENERIC_DECLINE',
  });
  expect(await subscription(first.subscriptionId)).toMatchObject({ product_id: small, status: 'active' });
  expect(await world.types()).toEqual(['payment.failed']);

  await client.subscriptions.changePlan(first.subscriptionId, change(large, 'full_immediately'));
  expect(await subscription(first.subscriptionId)).toMatchObject({ product_id: large, status: 'on_hold' });
  await expect(
    client.subscriptions.changePlan(first.subscriptionId, change(small, 'do_not_bill')),
  ).rejects.toMatchObject({ error: { code: 'INACTIVE_SUBSCRIPTION_PLAN_CHANGE_NOT_SUPPORTED' } });
  const update = await client.subscriptions.updatePaymentMethod(first.subscriptionId, {
    payment_method: { type: 'new' },
  });
  await world.pay((update.payment_link ?? '').split('/').pop() ?? '');
  expect(await subscription(first.subscriptionId)).toMatchObject({ product_id: large, status: 'active' });
  expect((await client.payments.retrieve(update.payment_id ?? '')).total_amount).toBe(8000);
});

test('a change paid by link waits for the customer, and is dropped when the link expires', async () => {
  const { client } = world;
  const { subscriptionId } = await buy(world, small);
  const body = change(large, 'difference_immediately', {
    collect_via_payment_link: true,
    on_payment_failure: 'prevent_change',
  });
  const sent = await client.subscriptions.changePlan(subscriptionId, body);
  expect((await subscription(subscriptionId)).product_id).toBe(small);
  await expect(client.subscriptions.changePlan(subscriptionId, body)).rejects.toMatchObject({
    status: 409,
    error: { code: 'PENDING_PLAN_CHANGE_EXISTS' },
  });
  await world.advance(1, 5);
  expect((await client.payments.retrieve(sent.payment_id ?? '')).status).toBe('cancelled');
  const again = await client.subscriptions.changePlan(subscriptionId, body);
  await world.pay((again.payment_link ?? '').split('/').pop() ?? '');
  expect((await subscription(subscriptionId)).product_id).toBe(large);
  expect((await client.payments.retrieve(again.payment_id ?? '')).total_amount).toBe(5000);
});

test('a plan change in the trial ends it and charges the new plan in full', async () => {
  const { client } = world;
  const { subscriptionId } = await buy(world, small, undefined, { subscription_data: { trial_period_days: 10 } });
  await world.advance(3);
  const body = change(large, 'prorated_immediately');
  expect(
    (await client.subscriptions.previewChangePlan(subscriptionId, body)).immediate_charge.summary.total_amount,
  ).toBe(8000);
  await client.subscriptions.changePlan(subscriptionId, body);
  expect(days(world.world.clocks.nowMs(), (await subscription(subscriptionId)).next_billing_date)).toBe(30);
  expect((await payments(subscriptionId)).map((payment) => payment.total_amount)).toEqual([8000, 0]);
});

test('discounts end with the old plan unless they are preserved on a plan change', async () => {
  const { client } = world;
  await client.discounts.create({ amount: 5000, type: 'percentage', code: 'GOES' });
  await client.discounts.create({ amount: 1000, type: 'percentage', code: 'STAYS', preserve_on_plan_change: true });
  const { subscriptionId } = await buy(world, small, undefined, { discount_codes: ['GOES', 'STAYS'] });
  expect((await subscription(subscriptionId)).recurring_pre_tax_amount).toBe(1350);
  await client.subscriptions.changePlan(subscriptionId, change(large, 'do_not_bill'));
  expect(await subscription(subscriptionId)).toMatchObject({
    recurring_pre_tax_amount: 7200,
    discounts: [{ code: 'STAYS' }],
  });
});

test('the plan of a canceled or on-demand subscription can’t change', async () => {
  const { client } = world;
  const { subscriptionId } = await buy(world, small);
  await client.subscriptions.update(subscriptionId, { cancel_at_next_billing_date: true });
  await expect(
    client.subscriptions.changePlan(subscriptionId, change(large, 'full_immediately')),
  ).rejects.toMatchObject({ error: { code: 'PLAN_CHANGE_NOT_ALLOWED_FOR_SCHEDULED_CANCELLATION' } });
  const other = await buy(world, small, undefined, { subscription_data: { on_demand: { mandate_only: true } } });
  await expect(
    client.subscriptions.changePlan(other.subscriptionId, change(large, 'full_immediately')),
  ).rejects.toMatchObject({ error: { code: 'ON_DEMAND_PLAN_CHANGE_NOT_SUPPORTED' } });
});
