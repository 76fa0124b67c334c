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

const repair = () => reconcile({ provider: 'dodo', actor: 'test', rootsPerSecond: 1_000 });

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
