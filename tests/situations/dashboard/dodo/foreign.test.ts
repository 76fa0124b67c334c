import { expect, test } from 'vitest';
import { billingOverview } from '@/lib/billing/account/overview';
import { paymentHistory } from '@/lib/billing/account/payments';
import { requestRefund } from '@/lib/billing/account/refund';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { open, pay } from '../../../fixtures/customer';
import { sellByLink } from '../../../fixtures/dashboard/dodo/money';
import { createProduct, createRetainer, customerOf } from '../../../fixtures/dashboard/dodo/products';
import { alertsAbout, chargesAt, emailsTo, subscriptionsAt } from '../../../fixtures/dashboard/dodo/state';
import { createSubscription } from '../../../fixtures/dashboard/dodo/subscriptions';
import { stage } from '../../../fixtures/stage';
import { access, bought, known, pass, starter } from './scene';

const scene = stage();
const running = async (customerId: string) =>
  (await subscriptionsAt(scene.story(), customerId)).map(({ status }) => status).sort();

test('a retainer created after our Starter runs next to it, and one alert is raised', async () => {
  const story = scene.story();
  const { customerId } = await bought(story, starter);
  const productId = await createRetainer(story);
  const id = await createSubscription(story, { customerId, productId });
  await pass(story, 0);
  expect(await access(story)).toBe('starter full');
  expect(await alertsAbout(id, productId)).toHaveLength(1);
  await pass(story, 32);
  expect(await running(customerId)).toEqual(['active', 'active']);
  expect((await chargesAt(story, customerId)).sort()).toEqual(
    ['900 succeeded', '900 succeeded', '50000 succeeded', '50000 succeeded'].sort(),
  );
  expect(await access(story)).toBe('starter full');
  expect(await alertsAbout(id, productId)).toHaveLength(1);
  expect(new Set(await emailsTo(story.user.id))).toEqual(new Set(['receipt']));
});

test('a retainer can’t be refunded on the account page, and our own payment can', async () => {
  const story = scene.story();
  const { customerId } = await bought(story, starter);
  await createSubscription(story, { customerId, productId: await createRetainer(story) });
  await pass(story, 0);
  const payments = await db().payment.findMany({ where: { workspaceId: story.user.id }, orderBy: { amount: 'asc' } });
  expect(payments.map(({ amount }) => amount)).toEqual([900n, 50_000n]);
  const [own = '', retainer = ''] = payments.map(({ id }) => id);
  expect((await paymentHistory(story.user.id)).filter(({ refundPage }) => refundPage).map(({ id }) => id)).toEqual([
    own,
  ]);
  await expect(requestRefund(asOwner(story.user.id), retainer)).rejects.toMatchObject({
    code: 'billing/not-refundable',
  });
  await requestRefund(asOwner(story.user.id), own);
  await pass(story, 0);
});

test('an earlier retainer does not block our Starter', async () => {
  const story = scene.story();
  const customerId = await known(story);
  const id = await createSubscription(story, { customerId, productId: await createRetainer(story) });
  await pass(story, 0);
  await pay(story.world, await open(story.user, starter));
  await pass(story, 1);
  expect(await access(story)).toBe('starter full');
  expect(await running(customerId)).toEqual(['active', 'active']);
  expect(await chargesAt(story, customerId)).toEqual(['50000 succeeded', '900 succeeded']);
  expect((await billingOverview(story.user.id)).subscription).toMatchObject({ amount: 900n });
  expect((await story.dodo.subscriptions.retrieve(id)).status).toBe('active');
});

test('a retainer alone opens nothing and does not appear on the account page', async () => {
  const story = scene.story();
  const customerId = await known(story);
  const productId = await createRetainer(story);
  const id = await createSubscription(story, { customerId, productId });
  await pass(story, 1);
  expect(await access(story)).toBe('free none');
  expect((await billingOverview(story.user.id)).subscription).toBeNull();
  expect(await alertsAbout(id, productId)).toHaveLength(1);
  expect(await emailsTo(story.user.id)).toEqual([]);
});

test('a workshop sold once by hand opens nothing, and one alert is raised', async () => {
  const story = scene.story();
  const { customerId } = await bought(story, starter);
  const productId = await createProduct(story, { name: 'Workshop', price: 120_000, every: null });
  await sellByLink(story, { customerId: await customerOf(story.user.id), productId });
  await pass(story, 1);
  expect(await access(story)).toBe('starter full');
  expect(await chargesAt(story, customerId)).toEqual(['900 succeeded', '120000 succeeded']);
  expect(await alertsAbout(productId)).toHaveLength(1);
});
