import { expect, test } from 'vitest';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { saveCard } from '../../../fixtures/dashboard/stripe/customers';
import { archivePrice, makeForeignPrice, makePriceBeside } from '../../../fixtures/dashboard/stripe/prices';
import { addItem, createSubscription, removeItem, setQuantity } from '../../../fixtures/dashboard/stripe/subscriptions';
import { stage } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';
import { customerAlone, opened, ourPrice, subscribes } from './at-stripe';

const scene = stage();
const addOnOf = ({ stripe }: Story) => makeForeignPrice(stripe, { name: 'Priority support', amount: 1500 });

async function payingCustomer(story: Story): Promise<string> {
  const customer = await customerAlone(story);
  await saveCard(story.stripe, customer);
  return customer;
}
const pricesOf = async ({ stripe }: Story, id: string) =>
  (await stripe.subscriptions.retrieve(id)).items.data.map(({ price, quantity }) => [price.id, quantity]);

test('a subscription created by hand whose first item is an add-on opens the plan of its second', async () => {
  const story = scene.story();
  const customer = await payingCustomer(story);
  await createSubscription(story.stripe, customer, [await addOnOf(story), await ourPrice('pro_month')]);
  expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
});

test('removing an add-on with a credit leaves the paid month of the plan open', async () => {
  const story = scene.story();
  const { subscription } = await subscribes(story);
  const addOn = await addOnOf(story);
  await addItem(story.stripe, subscription.id, addOn);
  await story.days(5);
  await removeItem(story.stripe, subscription.id, addOn);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  await story.days(10);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
});

test('a change of plan on the account page keeps the add-on, now and at the end of the period', async () => {
  const story = scene.story();
  const { subscription } = await subscribes(story);
  const addOn = await addOnOf(story);
  await addItem(story.stripe, subscription.id, addOn);
  await opened(story);
  const up = await previewChange(story.user.id, { plan: 'pro', interval: 'month' });
  await changePlan(asOwner(story.user.id), { plan: 'pro', interval: 'month' }, up.terms);
  expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
  expect(await pricesOf(story, subscription.id)).toEqual(
    expect.arrayContaining([
      [await ourPrice('pro_month'), 1],
      [addOn, 1],
    ]),
  );
  const down = await previewChange(story.user.id, { plan: 'starter', interval: 'month' });
  await changePlan(asOwner(story.user.id), { plan: 'starter', interval: 'month' }, down.terms);
  await story.days(32);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  expect(await pricesOf(story, subscription.id)).toEqual(
    expect.arrayContaining([
      [await ourPrice('starter_month'), 1],
      [addOn, 1],
    ]),
  );
});

test('a smaller plan for the end of the period is planned, also when the add-on comes first', async () => {
  const story = scene.story();
  const customer = await payingCustomer(story);
  const addOn = await addOnOf(story);
  const { id } = await createSubscription(story.stripe, customer, [addOn, await ourPrice('pro_month')]);
  await opened(story);
  const to = { plan: 'starter', interval: 'month' } as const;
  await changePlan(asOwner(story.user.id), to, (await previewChange(story.user.id, to)).terms);
  await opened(story);
  expect(await db().subscription.findFirstOrThrow({ where: { externalId: id } })).toMatchObject({
    pendingSku: 'starter_month',
    pendingQuantity: 1,
  });
  expect(await db().operation.findMany({ where: { kind: 'change-at-period-end' } })).toMatchObject([
    { status: 'succeeded' },
  ]);
  await story.days(32);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  const kinds = await db().email.findMany({ where: { userId: story.user.id }, select: { kind: true } });
  expect(kinds).toContainEqual({ kind: 'change-planned' });
  expect(kinds).not.toContainEqual({ kind: 'not-done' });
});

test('no seats, no access', async () => {
  const story = scene.story();
  const customer = await payingCustomer(story);
  const price = await ourPrice('pro_month');
  const subscription = await createSubscription(story.stripe, customer, [price]);
  expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
  await setQuantity(story.stripe, subscription.id, price, 0);
  expect((await opened(story)).level).toBe('none');
  await setQuantity(story.stripe, subscription.id, price, 2);
  expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full', seats: 2 });
});

test('a quarterly price created by hand in our product opens the plan of the product', async () => {
  const story = scene.story();
  const customer = await payingCustomer(story);
  const quarterly = await makePriceBeside(story.stripe, await ourPrice('pro_month'));
  await createSubscription(story.stripe, customer, [quarterly]);
  expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
  await story.days(60);
  expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
});

test('adding a seat keeps a customer’s archived price', async () => {
  const story = scene.story();
  const customer = await payingCustomer(story);
  const old = await makePriceBeside(story.stripe, await ourPrice('pro_month'), { amount: 1900, count: 1 });
  const row = { provider: 'stripe', mode: 'sandbox', sku: 'pro_month', currency: 'USD' } as const;
  await db().providerPrice.create({ data: { ...row, amount: 1900n, externalId: old, active: false } });
  const subscription = await createSubscription(story.stripe, customer, [old]);
  await archivePrice(story.stripe, old);
  await opened(story);
  const change = { plan: 'pro', interval: 'month', quantity: 2 } as const;
  const shown = await previewChange(story.user.id, change);
  await changePlan(asOwner(story.user.id), change, shown.terms);
  await opened(story);
  expect(await pricesOf(story, subscription.id)).toEqual([[old, 2]]);
  expect(shown.amount).toBe(3800n);
});
