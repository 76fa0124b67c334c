import { describe, expect, test } from 'vitest';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { billingOverview } from '@/lib/billing/account/overview';
import { pushCatalog } from '@/lib/billing/catalog/push';
import { resyncMapped } from '@/lib/billing/reconcile/resync-mapped';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { open } from '../../../fixtures/customer';
import { sellByLink } from '../../../fixtures/dashboard/dodo/money';
import {
  archiveProduct,
  createAddon,
  createProduct,
  createQuarterly,
  customerOf,
  productOf,
} from '../../../fixtures/dashboard/dodo/products';
import { alertsAbout, chargesAt, subscriptionsAt } from '../../../fixtures/dashboard/dodo/state';
import { createSubscription, editMetadata, setSeats } from '../../../fixtures/dashboard/dodo/subscriptions';
import { stage } from '../../../fixtures/stage';
import { choose } from '../../scenarios/dodo/at-dodo';
import { access, answered, bought, known, pass, pro, starter } from './scene';

const scene = stage();
const unprocessed = () => db().webhookEvent.count({ where: { status: { in: ['failed', 'dead'] } } });

describe('created by hand with a product of ours', () => {
  test('Pro with an add-on is Pro, at the sum of both, and blocks a second sale', async () => {
    const story = scene.story();
    const customerId = await known(story);
    const productId = await productOf('pro_month');
    const addons = [{ addon_id: await createAddon(story, productId, 1500), quantity: 1 }];
    await createSubscription(story, { customerId, productId, addons });
    await pass(story, 0);
    expect(await access(story)).toBe('pro full');
    expect((await billingOverview(story.user.id)).subscription).toMatchObject({ planName: 'Pro', amount: 4400n });
    expect(await answered(open(story.user, starter))).toBe('billing/already-subscribed');
  });

  test('adding a seat keeps the add-on that a person added', async () => {
    const story = scene.story();
    const customerId = await known(story);
    const productId = await productOf('pro_month');
    const addons = [{ addon_id: await createAddon(story, productId, 1500), quantity: 1 }];
    const id = await createSubscription(story, { customerId, productId, addons });
    await pass(story, 0);
    const wanted = { plan: 'pro', interval: 'month', quantity: 2 } as const;
    const { terms } = await previewChange(story.user.id, wanted);
    await changePlan(asOwner(story.user.id), wanted, terms);
    await pass(story, 0);
    expect(await story.dodo.subscriptions.retrieve(id)).toMatchObject({ quantity: 2, addons });
  });

  test('Pro next to our Starter: we neither end nor refund either, and one alert is raised', async () => {
    const story = scene.story();
    const { customerId } = await bought(story, starter);
    const id = await createSubscription(story, { customerId, productId: await productOf('pro_month') });
    await pass(story, 1);
    expect((await subscriptionsAt(story, customerId)).map(({ status }) => status)).toEqual(['active', 'active']);
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded', '2900 succeeded']);
    expect(await access(story)).toBe('pro full');
    const ours = await db().subscription.findFirst({ where: { externalId: id } });
    expect(await alertsAbout(id, ours?.id ?? id)).toHaveLength(1);
  });

  test('a quarterly product of ours is the plan it says it is', async () => {
    const story = scene.story();
    const customerId = await known(story);
    const productId = await createQuarterly(story, await productOf('pro_month'), 7900);
    await createSubscription(story, { customerId, productId });
    await pass(story, 0);
    // The catalog command finds the product by its metadata, and its subscriptions are synced again.
    const pushed = await pushCatalog();
    await resyncMapped(pushed);
    await pass(story, 0);
    expect(await access(story)).toBe('pro full');
    expect((await billingOverview(story.user.id)).subscription).toMatchObject({ planName: 'Pro', amount: 7900n });
  });
});

describe('sold through support’s link, without our metadata', () => {
  test('Lifetime is Lifetime', async () => {
    const story = scene.story();
    const customerId = await known(story);
    await sellByLink(story, { customerId, productId: await productOf('lifetime') });
    await pass(story, 0);
    expect(await access(story)).toBe('pro full');
    expect((await billingOverview(story.user.id)).lifetime).toBe(true);
  });

  test('Lifetime from its own payment link is for the customer Dodo finds by the address', async () => {
    const story = scene.story();
    await known(story);
    const url = `${story.world.sandbox.url}/pay/dodo/buy/${await productOf('lifetime')}?email=${story.user.email}`;
    const page = await fetch(url, { method: 'POST' });
    await story.world.control(`dodo/checkout/${encodeURIComponent(page.url)}/pay`, {});
    await pass(story, 0);
    // Dodo finds its newest customer with that address, which is the one our app created.
    expect(await chargesAt(story, await customerOf(story.user.id))).toEqual(['59000 succeeded']);
    expect(await access(story)).toBe('pro full');
  });
});

describe('what a person edits', () => {
  test.each(['two', '-3'])('metadata with quantity %s changes neither seats nor events', async (quantity) => {
    const story = scene.story();
    const { customerId, id = '' } = await bought(story, starter);
    await editMetadata(story, id, { quantity });
    await pass(story, 32);
    expect(await access(story)).toBe('starter full');
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded', '900 succeeded']);
    expect(await unprocessed()).toBe(0);
  });

  test('seats set by support are the seats that are open', async () => {
    const story = scene.story();
    const { id = '' } = await bought(story, pro);
    await story.days(15);
    await setSeats(story, id, 5);
    await pass(story, 0);
    expect((await billingOverview(story.user.id)).access).toMatchObject({ plan: 'pro', level: 'full', seats: 5 });
    await setSeats(story, id, 1, { proration_billing_mode: 'do_not_bill' });
    await pass(story, 0);
    expect((await billingOverview(story.user.id)).access).toMatchObject({ seats: 1 });
  });

  test('adding a seat keeps the price of a product that is no longer sold', async () => {
    const story = scene.story();
    await choose(story, { archived_product_change: 'allowed' });
    const { id = '' } = await bought(story, pro);
    await story.days(15);
    await pass(story, 0);
    const old = await productOf('pro_month');
    const { name, metadata } = await story.dodo.products.retrieve(old);
    const dearer = await createProduct(story, { name: name ?? 'Pro', price: 3900, metadata });
    await archiveProduct(story, old);
    const row = await db().providerPrice.findFirstOrThrow({ where: { externalId: old } });
    await db().providerPrice.update({ where: { id: row.id }, data: { active: false } });
    const { id: _id, ...rest } = row;
    await db().providerPrice.create({ data: { ...rest, externalId: dearer, amount: 3900n, active: true } });
    const wanted = { plan: 'pro', interval: 'month', quantity: 2 } as const;
    const { terms } = await previewChange(story.user.id, wanted);
    await changePlan(asOwner(story.user.id), wanted, terms);
    await pass(story, 0);
    expect(await story.dodo.subscriptions.retrieve(id)).toMatchObject({
      product_id: old,
      quantity: 2,
      recurring_pre_tax_amount: 5800,
    });
  });
});
