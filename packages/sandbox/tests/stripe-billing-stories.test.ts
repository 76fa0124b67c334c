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

const story = async (title: string) => {
  const found = world.world.stories.find((it) => it.title === title);
  if (!found) throw new Error(`There is no story ${title}.`);
  return found.run();
};

test('a renewal fails, the customer pays up, it fails again and dunning runs out', async () => {
  const subscription = await newest();
  await story('A renewal fails');
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
  await story('Customer pays a past-due invoice');
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('active');
  await story('A renewal succeeds');
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('active');
  await story('Renewal requires 3-D Secure');
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
  await story('Retries are exhausted');
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
});

test('a trial ends, and a scenario without a matching customer says so', async () => {
  const customer = await world.customer();
  const { id } = await world.client.subscriptions.create({
    customer,
    items: [{ price: basic }],
    trial_period_days: 30,
  });
  await story('A trial ends');
  expect((await world.client.subscriptions.retrieve(id)).status).toBe('active');
  await expect(story('A trial ends')).rejects.toThrow('No customer has a Stripe subscription that is trialing.');
});

async function newest(): Promise<Stripe.Subscription> {
  const customer = await world.customer();
  return world.client.subscriptions.create({ customer, items: [{ price: basic }] });
}
