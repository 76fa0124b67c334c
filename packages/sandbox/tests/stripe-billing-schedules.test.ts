import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

// https://docs.stripe.com/api/subscription_schedules/update: a phase's discounts, "if not specified", are the customer's.
const MONTH = 32 * 86_400;
let world: BillingWorld;
let basic: string;
let seat: string;
beforeAll(async () => {
  world = await openBillingWorld();
  ({ basic, seat } = await world.plans());
});
afterAll(() => world.close());

/** A subscription with 50 % off forever from a promotion code, and its schedule. */
async function discounted(more: object = {}) {
  const { client } = world;
  const coupon = await client.coupons.create({ percent_off: 50, duration: 'forever' });
  const code = await client.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } });
  const subscription = await client.subscriptions.create({
    customer: await world.customer(),
    items: [{ price: basic }],
    discounts: [{ promotion_code: code.id }],
    ...more,
  });
  const schedule = await client.subscriptionSchedules.create({ from_subscription: subscription.id });
  const [phase] = schedule.phases;
  if (phase === undefined) throw new Error('A schedule of a subscription has its phase');
  return { subscription, schedule, phase };
}

const given = (phase: Stripe.SubscriptionSchedule.Phase): Stripe.SubscriptionScheduleUpdateParams.Phase => ({
  start_date: phase.start_date,
  end_date: phase.end_date,
  items: [{ price: basic, quantity: 1 }],
});
const next = (more: object = {}) => ({
  items: [{ price: seat, quantity: 1 }],
  duration: { interval: 'month' as const },
  ...more,
});
const reused = ({ discounts }: Stripe.SubscriptionSchedule.Phase) =>
  discounts.map(({ discount }) => ({ discount: String(discount) }));

async function renewal(subscription: string): Promise<Stripe.Invoice> {
  await world.advance(MONTH);
  const [invoice] = (await world.client.invoices.list({ subscription })).data;
  if (invoice === undefined) throw new Error('A renewal was expected');
  return invoice;
}

test('a phase that repeats the current phase’s discount keeps it', async () => {
  const { subscription, schedule, phase } = await discounted();
  expect(phase.discounts).toMatchObject([{ discount: subscription.discounts[0] }]);
  const discounts = reused(phase);
  await world.client.subscriptionSchedules.update(schedule.id, {
    phases: [{ ...given(phase), discounts }, next({ discounts })],
  });
  const preview = await world.client.invoices.createPreview({ subscription: subscription.id });
  expect(preview.total).toBe(750);
  expect(await renewal(subscription.id)).toMatchObject({ subtotal: 1500, total: 750 });
});

test('a phase without discounts removes the subscription’s discount: now, in the preview, and in the next charge', async () => {
  const { subscription, schedule, phase } = await discounted();
  await world.client.subscriptionSchedules.update(schedule.id, { phases: [given(phase), next()] });
  expect((await world.client.subscriptions.retrieve(subscription.id)).discounts).toEqual([]);
  const preview = await world.client.invoices.createPreview({ subscription: subscription.id });
  expect(preview.total).toBe(1500);
  expect((await renewal(subscription.id)).total).toBe(1500);
});

test('a later phase without discounts removes it when it starts', async () => {
  const { subscription, schedule, phase } = await discounted();
  await world.client.subscriptionSchedules.update(schedule.id, {
    phases: [{ ...given(phase), discounts: reused(phase) }, next()],
  });
  expect((await world.client.subscriptions.retrieve(subscription.id)).discounts).toEqual(subscription.discounts);
  expect((await renewal(subscription.id)).total).toBe(1500);
});

test('metadata of a phase is merged, and an empty value removes its key', async () => {
  const { subscription, schedule, phase } = await discounted({ metadata: { kept: '1', gone: '2' } });
  expect(phase.metadata).toEqual({ kept: '1', gone: '2' });
  await world.client.subscriptionSchedules.update(schedule.id, {
    phases: [given(phase), next({ metadata: { gone: '', fresh: '3' } })],
  });
  await world.advance(MONTH);
  const { metadata } = await world.client.subscriptions.retrieve(subscription.id);
  expect(metadata).toEqual({ kept: '1', fresh: '3' });
});

test('a change of the current phase changes the subscription now, with prorations', async () => {
  const { subscription, schedule, phase } = await discounted();
  await world.client.subscriptionSchedules.update(schedule.id, {
    phases: [{ ...given(phase), items: [{ price: basic, quantity: 3 }], discounts: reused(phase) }],
    proration_behavior: 'always_invoice',
  });
  const changed = await world.client.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
  expect(changed.items.data[0]?.quantity).toBe(3);
  expect(changed.latest_invoice).toMatchObject({ billing_reason: 'subscription_update', total: 2000 });
});

test('unsupported features of schedules are rejected', async () => {
  const { schedule, phase } = await discounted();
  const { subscriptionSchedules } = world.client;
  expect(await refusal(subscriptionSchedules.update(schedule.id, { end_behavior: 'renew' }))).toMatchObject({
    code: 'sandbox_unsupported',
    param: 'end_behavior',
  });
  const trial = { phases: [given(phase), next({ trial_end: phase.end_date + MONTH })] };
  expect(await refusal(subscriptionSchedules.update(schedule.id, trial))).toMatchObject({
    code: 'sandbox_unsupported',
  });
});
