import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStripeWorld, refusal, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
});
afterAll(() => stripe.close());

const START = 1_700_000_000;
const clocks = () => stripe.client.testHelpers.testClocks;
const ready = (id: string) => expect.poll(async () => (await clocks().retrieve(id)).status).toBe('ready');

test('a clock only affects its own customers', async () => {
  const clock = await clocks().create({ frozen_time: START, name: 'a year in a minute' });
  expect(clock).toMatchObject({
    object: 'test_helpers.test_clock',
    status: 'ready',
    frozen_time: START,
    status_details: {},
  });
  const before = stripe.now();
  const customer = await stripe.client.customers.create({ test_clock: clock.id, payment_method: 'pm_card_visa' });
  expect(customer.created).toBe(START);
  const [method] = (await stripe.client.paymentMethods.list({ customer: customer.id })).data;
  const intent = await stripe.client.paymentIntents.create({
    amount: 1000,
    currency: 'usd',
    customer: customer.id,
    payment_method: method?.id ?? '',
    confirm: true,
  });
  await stripe.events();
  const moving = await clocks().advance(clock.id, { frozen_time: START + 3600 });
  expect(moving).toMatchObject({
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: START + 3600 } },
  });
  await ready(clock.id);
  expect((await clocks().retrieve(clock.id)).frozen_time).toBe(START + 3600);
  expect(stripe.now()).toBe(before);
  const events = await stripe.events();
  expect(events.map(({ type }) => type)).toEqual([
    'test_helpers.test_clock.advancing',
    'charge.updated',
    'test_helpers.test_clock.ready',
  ]);
  expect(events[1]?.created).toBe(START + 2);
  expect((await stripe.client.charges.list({ payment_intent: intent.id })).data[0]?.created).toBe(START);
});

test('customers of a clock are only listed when filtering by it; the maximum is three', async () => {
  const clock = await clocks().create({ frozen_time: START });
  for (let i = 0; i < 3; i++) await stripe.client.customers.create({ test_clock: clock.id });
  const fourth = await refusal(stripe.client.customers.create({ test_clock: clock.id }));
  expect(fourth).toMatchObject({ statusCode: 400, param: 'test_clock' });
  expect((await stripe.client.customers.list({ test_clock: clock.id })).data).toHaveLength(3);
  const others = (await stripe.client.customers.list({ limit: 100 })).data;
  expect(others.every(({ test_clock }) => test_clock === null)).toBe(true);
});

test('a clock only moves forward, and at most two years without subscriptions', async () => {
  const clock = await clocks().create({ frozen_time: START });
  const back = await refusal(clocks().advance(clock.id, { frozen_time: START }));
  expect(back.param).toBe('frozen_time');
  const far = await refusal(clocks().advance(clock.id, { frozen_time: START + 3 * 366 * 86_400 }));
  expect(far.message).toMatch(
    /^The frozen time of this clock is 1700000000 \(2023-11-14 22:13:20 UTC\)\. You can only advance it up to/,
  );
});

test('deleting a clock deletes its customers', async () => {
  const clock = await clocks().create({ frozen_time: START });
  const { id } = await stripe.client.customers.create({ test_clock: clock.id });
  await stripe.events();
  expect(await clocks().del(clock.id)).toEqual({ id: clock.id, object: 'test_helpers.test_clock', deleted: true });
  expect(await stripe.types()).toEqual(['customer.deleted', 'test_helpers.test_clock.deleted']);
  expect(await stripe.client.customers.retrieve(id)).toMatchObject({ id, deleted: true });
  expect((await refusal(clocks().retrieve(clock.id))).statusCode).toBe(404);
});

test('a clock can be created for an existing customer, once', async () => {
  const { id } = await stripe.client.customers.create();
  const clock = await clocks().create({ frozen_time: START, customer: id });
  expect(await stripe.client.customers.retrieve(id)).toMatchObject({ test_clock: clock.id });
  expect((await refusal(clocks().create({ frozen_time: START, customer: id }))).param).toBe('customer');
  expect((await clocks().list()).data[0]?.id).toBe(clock.id);
});
