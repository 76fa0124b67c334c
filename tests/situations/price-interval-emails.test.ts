import { describe, expect, test } from 'vitest';
import { pushCatalog } from '@/lib/billing/catalog/push';
import { resyncMapped } from '@/lib/billing/reconcile/resync-mapped';
import type { Provider } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { priceOf, sellPrice } from '../fixtures/by-hand';
import { open } from '../fixtures/customer';
import { createProduct, customerOf } from '../fixtures/dashboard/dodo/products';
import { changeProduct, createSubscription } from '../fixtures/dashboard/dodo/subscriptions';
import { makePriceBeside } from '../fixtures/dashboard/stripe/prices';
import { changePrice } from '../fixtures/dashboard/stripe/subscriptions';
import { sentEmail } from '../fixtures/email-text';
import { PROVIDERS } from '../fixtures/providers';
import { buys, stage } from '../fixtures/stage';

const scene = stage();
const DAY = 86_400_000;

/** A price of 79.00 that a person made for one of our plans, charged every so many months. */
async function priceByHand(provider: Provider, sku: string, months: number): Promise<string> {
  const story = scene.story();
  const ours = await priceOf(provider, sku);
  if (provider === 'stripe') return makePriceBeside(story.stripe, ours, { amount: 7_900, count: months });
  const { name, metadata } = await story.dodo.products.retrieve(ours);
  const every = { count: months, interval: 'Month' as const };
  return createProduct(story, { name: `${name}, by hand`, price: 7_900, metadata, every });
}

/** At Dodo, where each price is a product, ours is found by its metadata with the next push. */
async function mapByPush(provider: Provider): Promise<void> {
  await scene.story().world.quiet();
  if (provider === 'dodo') await resyncMapped(await pushCatalog());
  await scene.story().world.quiet();
}

async function sell(provider: Provider, price: string): Promise<void> {
  const { world, user, ...story } = scene.story();
  await open(user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
  if (provider === 'stripe') await sellPrice(world, user.id, provider, price);
  else await createSubscription({ ...story, world }, { customerId: await customerOf(user.id), productId: price });
  await mapByPush(provider);
}

const held = () => db().subscription.findFirstOrThrow();

describe.each(PROVIDERS)('through %s, a price that was made by hand', (provider) => {
  test('and is charged monthly for a yearly plan is not announced as another year every month', async () => {
    const { user } = scene.story();
    await sell(provider, await priceByHand(provider, 'pro_year', 1));
    expect(await held()).toMatchObject({ sku: 'pro_year', interval: 'month', intervalCount: 1 });
    expect(await db().email.count({ where: { userId: user.id, kind: 'renewing' } })).toBe(0);
  });

  test('and is charged every six months for a monthly plan is announced with its own interval', async () => {
    const { user, world } = scene.story();
    await sell(provider, await priceByHand(provider, 'pro_month', 6));
    const { sku, periodEnd } = await held();
    expect(sku).toBe('pro_month');
    const until = (periodEnd?.getTime() ?? 0) - 6 * DAY - (await businessNow()).getTime();
    await world.control('clock', { advanceSeconds: Math.floor(until / 1000) });
    await world.quiet();
    const text = await sentEmail(user.id, 'renewing');
    expect(text).toContain('Your subscription to Pro renews on');
    expect(text).toMatch(/You’ll be charged \$79\.00 for another 6 months\./);
  });

  test('and is charged every three months for a monthly plan is confirmed as that', async () => {
    const story = scene.story();
    await buys(story, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    await story.world.quiet();
    const { externalId } = await held();
    const price = await priceByHand(provider, 'pro_month', 3);
    await mapByPush(provider);
    if (provider === 'dodo') {
      // The push takes it off sale.
      await story.dodo.products.unarchive(price);
      await changeProduct(story, externalId, { product_id: price });
    } else await changePrice(story.stripe, externalId, await priceOf(provider, 'starter_month'), price);
    await story.world.quiet();
    expect(await sentEmail(story.user.id, 'plan-changed')).toMatch(
      /changed from Starter \(monthly\) to Pro\. You’ll pay \$79\.00 every 3 months\./,
    );
  });
});
