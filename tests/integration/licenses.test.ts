import DodoPayments from 'dodopayments';
import { beforeAll, expect, test } from 'vitest';
import { licensesOf } from '@/lib/billing/account/licenses';
import { reconcile } from '@/lib/billing/reconcile/run';
import { db } from '@/lib/db';
import { buy, newCustomer } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
let dodo: DodoPayments;
beforeAll(async () => {
  world = await startWorld();
  dodo = new DodoPayments({ bearerToken: 'sandbox', baseURL: `${world.sandbox.url}/dodo`, maxRetries: 0 });
  const { externalId } = await db().providerPrice.findFirstOrThrow({
    where: { provider: 'dodo', sku: 'lifetime', currency: 'USD', active: true },
  });
  await dodo.products.update(externalId, {
    license_key_enabled: true,
    license_key_activations_limit: 3,
    license_key_duration: { count: 1, interval: 'Year' },
  });
});

const repair = (slice?: number) =>
  reconcile({ provider: 'dodo', actor: 'test', rootsPerSecond: 1_000, ...(slice === undefined ? {} : { slice }) });

async function buyer() {
  const user = await newCustomer();
  await buy(world, user, { plan: 'lifetime', currency: 'USD', provider: 'dodo' });
  await world.quiet();
  return user;
}

test('the license key of a purchase is visible to its buyer only', async () => {
  const [user, other] = [await buyer(), await newCustomer()];
  const row = await db().licenseKey.findFirstOrThrow({ where: { workspaceId: user.id } });
  expect(await licensesOf(user.id)).toEqual([
    { id: row.id, key: row.key, state: 'valid', devices: 3, expiresAt: row.expiresAt },
  ]);
  expect((await dodo.licenseKeys.retrieve(row.externalId)).key).toBe(row.key);
  expect(await licensesOf(other.id)).toEqual([]);
});

test('a key that was disabled at the provider is found by reconciling, once', async () => {
  const user = await buyer();
  const { externalId } = await db().licenseKey.findFirstOrThrow({ where: { workspaceId: user.id } });
  await dodo.licenseKeys.update(externalId, { disabled: true });
  const run = await repair();
  expect(await licensesOf(user.id)).toMatchObject([{ state: 'off' }]);
  expect(await db().reconcileDiff.findMany({ where: { runId: run.id, targetId: externalId } })).toMatchObject([
    { field: 'license disabled', local: 'false', remote: 'true', action: 'corrected' },
  ]);
  const again = await repair();
  expect(await db().reconcileDiff.count({ where: { runId: again.id } })).toBe(0);
});

test('an expired key is shown as expired even if no webhook says so', async () => {
  const user = await buyer();
  await world.control('clock', { advanceDays: 366 });
  expect(await licensesOf(user.id)).toMatchObject([{ state: 'over' }]);
});

test('a key that works again at the provider, or longer, works again here', async () => {
  const user = await buyer();
  const { externalId } = await db().licenseKey.findFirstOrThrow({ where: { workspaceId: user.id } });
  await dodo.licenseKeys.update(externalId, { disabled: true });
  await repair();
  await dodo.licenseKeys.update(externalId, { disabled: false });
  await repair();
  expect(await licensesOf(user.id)).toMatchObject([{ state: 'valid' }]);

  await world.control('clock', { advanceDays: 366 });
  await dodo.licenseKeys.update(externalId, { expires_at: '2099-01-01T00:00:00Z' });
  await repair();
  expect(await licensesOf(user.id)).toMatchObject([{ state: 'valid' }]);
});

test('a run looks at some of the keys, first at those that were not looked at for longest', async () => {
  const user = await buyer();
  await db().licenseKey.deleteMany({ where: { workspaceId: { not: user.id } } });
  const { id: _, ...row } = await db().licenseKey.findFirstOrThrow({ where: { workspaceId: user.id } });
  const names = Array.from({ length: 8 }, (__, n) => `lic_gone_${9 - n}`);
  await db().licenseKey.createMany({
    data: names.map((externalId, n) => ({ ...row, externalId, syncedAt: new Date(n) })),
  });
  const off = async () =>
    (await db().licenseKey.findMany({ where: { disabled: true }, orderBy: { externalId: 'desc' } })).map(
      ({ externalId }) => externalId,
    );
  await repair(1);
  expect(await off()).toEqual(names.slice(0, 4));
  await repair(1);
  expect(await off()).toEqual(names);
});
