import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../src/engine/sandbox';
import { startSandbox } from '../src/engine/start';
import { createStripe, stripePages } from '../src/stripe/app';

let folder: string;
let sandbox: Sandbox;
const start = async (): Promise<Stripe> => {
  sandbox = await startSandbox({
    dataDir: folder,
    appUrl: 'http://127.0.0.1:1',
    providers: [(world) => [createStripe(world), stripePages(world)]],
  });
  const { hostname: host, port } = new URL(sandbox.url);
  return new Stripe('sk_test_sandbox_restart', { host, port, protocol: 'http', maxNetworkRetries: 0 });
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
});
afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

test('objects, keys, events, and scheduled actions survive a restart', async () => {
  const before = await start();
  await sandbox.world.clocks.freeze(true);
  const customer = await before.customers.create({ email: 'ada@example.com' }, { idempotencyKey: 'kept' });
  const intent = await before.paymentIntents.create({
    amount: 900,
    currency: 'eur',
    payment_method: 'pm_sepaDebit',
    confirm: true,
  });
  const clock = await before.testHelpers.testClocks.create({ frozen_time: 1_700_000_000 });
  const [event] = (await before.events.list({ type: 'customer.created' })).data;
  await sandbox.close();

  const after = await start();
  expect(await after.customers.retrieve(customer.id)).toMatchObject({ email: 'ada@example.com' });
  const again = await after.customers.create({ email: 'ada@example.com' }, { idempotencyKey: 'kept' });
  expect(again.id).toBe(customer.id);
  expect((await after.events.retrieve(event?.id ?? '')).data).toEqual(event?.data);
  expect((await after.testHelpers.testClocks.retrieve(clock.id)).status).toBe('ready');
  const { clocks } = sandbox.world;
  await clocks.advance(clocks.now() + 3 * 86_400);
  expect((await after.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
});
