import { describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { openCardPage } from '@/lib/billing/account/payment-method';
import { openPortal } from '@/lib/billing/account/portal';
import { pushCatalog } from '@/lib/billing/catalog/push';
import { loadInvoices } from '@/lib/billing/ledger/coverage';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { open, pay } from '../fixtures/customer';
import { deleteCustomer } from '../fixtures/dashboard/stripe/customers';
import { PROVIDERS } from '../fixtures/providers';
import { buys, latestSubscription, stage } from '../fixtures/stage';
import type { Story } from '../fixtures/story';

const scene = stage();
const starter = (provider: Provider) => ({ plan: 'starter', interval: 'month', currency: 'USD', provider }) as const;
const credits = { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' } as const;

/** In the Dashboard, and the webhook about it never arrives. */
async function deleteSilently({ world, stripe, user }: Story): Promise<void> {
  const { externalId } = await db().customer.findFirstOrThrow({ where: { workspaceId: user.id, retiredAt: null } });
  world.kept = [];
  await deleteCustomer(stripe, externalId);
  await world.control('deliveries/idle', {});
  world.kept = null;
}

describe('a customer deleted at Stripe without a webhook', () => {
  test('can still buy, as another customer', async () => {
    const story = scene.story();
    await open(story.user, starter('stripe'));
    await deleteSilently(story);
    const checkout = await open(story.user, credits);
    expect(await pay(story.world, checkout)).toBe(true);
    await story.world.quiet();
    expect(await db().customer.count({ where: { workspaceId: story.user.id } })).toBe(2);
  });

  test('opens the same checkout again and gets one that can be paid', async () => {
    const story = scene.story();
    await open(story.user, starter('stripe'));
    await deleteSilently(story);
    expect(await pay(story.world, await open(story.user, starter('stripe')))).toBe(true);
    await story.world.quiet();
    expect((await getAccess(story.user.id)).level).toBe('full');
  });

  test('learns that there is nothing to manage in the billing portal', async () => {
    const story = scene.story();
    await buys(story, starter('stripe'));
    await story.world.quiet();
    await deleteSilently(story);
    await expect(openPortal(story.user.id)).rejects.toMatchObject({ code: 'billing/no-customer', status: 409 });
    expect(await db().subscription.count({ where: { workspaceId: story.user.id, status: 'ended' } })).toBe(1);
  });

  test('learns that no plan is left to pay for with another card', async () => {
    const story = scene.story();
    await buys(story, starter('stripe'));
    await story.world.quiet();
    await deleteSilently(story);
    await expect(openCardPage(asOwner(story.user.id))).rejects.toMatchObject({
      code: 'billing/no-subscription',
      status: 409,
    });
  });
});

describe.each(PROVIDERS)('a price of ours at %s', (provider) => {
  const onSale = () =>
    db().providerPrice.findFirstOrThrow({ where: { provider, sku: 'starter_month', currency: 'USD', active: true } });

  test('that another deployment replaced is found, and the plan is bought at the price on sale', async () => {
    const story = scene.story();
    const { id, externalId } = await onSale();
    // The other one pushed this price; our database still has the previous one.
    const old = await archivedPrice(story, provider);
    await db().providerPrice.update({ where: { id }, data: { active: false } });
    await db().providerPrice.upsert({
      where: { provider_mode_externalId: { provider, mode: 'sandbox', externalId: old } },
      create: { provider, mode: 'sandbox', externalId: old, sku: 'starter_month', currency: 'USD', amount: 900n },
      update: { active: true },
    });
    expect(await pay(story.world, await open(story.user, starter(provider)))).toBe(true);
    await story.world.quiet();
    expect((await onSale()).externalId).toBe(externalId);
    expect(await db().subscription.findFirstOrThrow({ where: { workspaceId: story.user.id } })).toMatchObject({
      priceExternalId: externalId,
      sku: 'starter_month',
    });
  });

  test('that was archived in the dashboard stays archived: it is charged to no one, and one alert is raised', async () => {
    const story = scene.story();
    const { externalId } = await onSale();
    if (provider === 'stripe') await story.stripe.prices.update(externalId, { active: false });
    else await story.dodo.products.archive(externalId);
    for (const _ of ['first', 'second']) {
      await expect(open(story.user, starter(provider))).rejects.toMatchObject({ code: 'billing/provider-unavailable' });
    }
    expect((await db().alert.findMany()).map(({ kind }) => kind)).toEqual(['price not on sale']);
    await pushCatalog();
    expect(await pay(story.world, await open(story.user, starter(provider)))).toBe(true);
    await story.world.quiet();
  });
});

/** A price of ours that can no longer be bought. */
async function archivedPrice({ stripe, dodo }: Story, provider: Provider): Promise<string> {
  const where = { provider, sku: 'starter_month', currency: 'USD' };
  const { externalId, productExternalId } = await db().providerPrice.findFirstOrThrow({ where });
  if (provider === 'stripe') {
    const made = { currency: 'usd', unit_amount: 800, recurring: { interval: 'month' } } as const;
    const { id } = await stripe.prices.create({ ...made, product: productExternalId ?? '', active: false });
    return id;
  }
  const { price, tax_category } = await dodo.products.retrieve(externalId);
  const { product_id: id } = await dodo.products.create({ name: 'Starter of last year', price, tax_category });
  await dodo.products.archive(id);
  return id;
}

describe.each(PROVIDERS)('prices at %s that the database got after they were read', (provider) => {
  test('count for the next look of the same process', async () => {
    const story = scene.story();
    await buys(story, starter(provider));
    await story.world.quiet();
    const subscription = await latestSubscription(story);
    // As the rules and effects of a refund read them, outside a transaction.
    const plansSold = async () =>
      (await loadInvoices({ tx: db(), ...subscription }, subscription.id)).flatMap(({ lines }) =>
        lines.map(({ sku }) => sku),
      );
    const prices = await db().providerPrice.findMany({ where: { provider } });
    await db().providerPrice.deleteMany({ where: { provider } });
    expect(await plansSold()).toEqual([]);
    await db().providerPrice.createMany({ data: prices });
    expect(await plansSold()).toEqual(['starter_month']);
  });
});
