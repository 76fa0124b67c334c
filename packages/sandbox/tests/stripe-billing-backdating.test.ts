import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

// https://docs.stripe.com/billing/subscriptions/backdating
const DAY = 86_400;
let world: BillingWorld;
let basic: string;
beforeAll(async () => {
  world = await openBillingWorld();
  basic = await world.price('Basic', 2000, { interval: 'day', interval_count: 10 });
});
afterAll(() => world.close());

const create = async (more: object) => {
  const customer = await world.customer();
  const subscription = await world.client.subscriptions.create({
    customer,
    items: [{ price: basic }],
    expand: ['latest_invoice'],
    ...more,
  });
  const invoice = subscription.latest_invoice;
  if (invoice === null || typeof invoice === 'string') throw new Error('latest_invoice was to be expanded');
  return { subscription, invoice };
};

test('an import that started 25 days ago is billed for the past cycles and for the current one', async () => {
  const now = world.now();
  const { subscription, invoice } = await create({ backdate_start_date: now - 25 * DAY });
  expect(subscription).toMatchObject({ created: now, start_date: now - 25 * DAY, billing_cycle_anchor: now });
  expect(subscription.items.data[0]).toMatchObject({ current_period_start: now, current_period_end: now + 10 * DAY });
  expect(invoice.lines.data.map(({ amount, period }) => [amount, period.start - now, period.end - now])).toEqual([
    [1000, -25 * DAY, -20 * DAY],
    [2000, -20 * DAY, -10 * DAY],
    [2000, -10 * DAY, 0],
    [2000, 0, 10 * DAY],
  ]);
  expect(invoice).toMatchObject({ status: 'paid', amount_paid: 7000 });
});

test('an import that keeps its billing date is billed up to that date', async () => {
  const now = world.now();
  const { subscription, invoice } = await create({
    backdate_start_date: now - 25 * DAY,
    billing_cycle_anchor: now + 5 * DAY,
  });
  expect(subscription.items.data[0]).toMatchObject({
    current_period_start: now - 5 * DAY,
    current_period_end: now + 5 * DAY,
  });
  expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([2000, 2000, 2000]);
});

test('an import without prorations charges nothing before its billing date', async () => {
  const now = world.now();
  const { subscription, invoice } = await create({
    backdate_start_date: now - 25 * DAY,
    billing_cycle_anchor: now + 5 * DAY,
    proration_behavior: 'none',
  });
  expect([subscription.start_date, invoice.total]).toEqual([now - 25 * DAY, 0]);
  await world.advance(5 * DAY + 2 * 3600);
  const [renewal] = (await world.client.invoices.list({ subscription: subscription.id })).data;
  expect(renewal).toMatchObject({ billing_reason: 'subscription_cycle', total: 2000, status: 'paid' });
});

test('a future date, and a date together with a trial, are rejected', async () => {
  const customer = await world.customer();
  const ask = (more: object) =>
    refusal(world.client.subscriptions.create({ customer, items: [{ price: basic }], ...more }));
  expect(await ask({ backdate_start_date: world.now() + DAY })).toMatchObject({ param: 'backdate_start_date' });
  expect(await ask({ backdate_start_date: world.now() - DAY, trial_period_days: 3 })).toMatchObject({
    code: 'sandbox_unsupported',
  });
});
