import { type Sandbox, startSandbox } from '@tollgate/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { priceSpecs, pushCatalog } from '@/lib/billing/catalog/push';
import { db } from '@/lib/db';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ secret: process.env.SANDBOX_SECRET ?? '' });
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => sandbox.close());

test('two deployments that push for the first time simultaneously leave one price on sale for each SKU and currency', async () => {
  await Promise.all([pushCatalog(), pushCatalog()]);
  const onSale = await db().providerPrice.findMany({ where: { active: true } });
  const keys = onSale.map(({ provider, sku, currency }) => `${provider} ${sku} ${currency}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toHaveLength(priceSpecs('stripe').length + priceSpecs('dodo').length);
});

test('the catalog is pushed to both providers, and this database has every price once', async () => {
  await pushCatalog();
  const first = await db().providerPrice.findMany({ orderBy: { externalId: 'asc' } });
  await pushCatalog();
  const second = await db().providerPrice.findMany({ orderBy: { externalId: 'asc' } });
  expect(second).toEqual(first);
  expect(first.filter(({ active }) => active)).toHaveLength(priceSpecs('stripe').length + priceSpecs('dodo').length);
});

test('a price that this database has and no provider does stays mapped, off sale', async () => {
  const old = { provider: 'stripe', mode: 'sandbox', sku: 'starter_month', currency: 'USD', amount: 500n } as const;
  await db().providerPrice.create({ data: { ...old, externalId: 'price_of_last_year', active: false } });
  await pushCatalog();
  expect(await db().providerPrice.findFirst({ where: { externalId: 'price_of_last_year' } })).toMatchObject({
    sku: 'starter_month',
    active: false,
  });
});
