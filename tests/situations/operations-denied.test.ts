import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startCheckout } from '@/lib/billing/checkout/start';
import { runOperation } from '@/lib/billing/operations/run';
import { runDueOperations } from '@/lib/billing/operations/run-due';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { newCustomer } from '../fixtures/customer';
import { countRequests } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.calm();
  await db().operation.deleteMany({ where: { actor: 'test' } });
  await db().providerCircuit.deleteMany();
});

type Provider = 'stripe' | 'dodo';
const MINUTE = 60_000;
const unavailable = { code: 'billing/provider-unavailable' };
const CUSTOMER = 'POST .*/customers$';
const deny = (provider: Provider, match?: string) => world.control('faults', { provider, kind: '403', match });
const told = () => db().alert.count({ where: { kind: 'provider refuses our key' } });
const circuitOf = (provider: Provider) => db().providerCircuit.findFirst({ where: { provider } });
const endPause = () => db().providerCircuit.updateMany({ data: { retryAt: new Date(0) } });

/** Cancellations whose answers were lost, all due. */
async function lostAnswers(provider: Provider, count: number): Promise<string[]> {
  const { id: workspaceId } = await newCustomer();
  const rows = await db().operation.createManyAndReturn({
    data: Array.from({ length: count }, (_, index) => ({
      ...{ workspaceId, provider, mode: 'sandbox' as const, kind: 'schedule-cancel', key: `lost:${index}` },
      ...{ params: { subscriptionExternalId: `sub_lost_${index}` }, status: 'unknown' as const, actor: 'test' },
      ...{ sentAt: new Date(), nextAttemptAt: new Date(0) },
    })),
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** A first visit to the checkout, which makes the customer at the provider. */
const buysFirst = async (provider: Provider) =>
  startCheckout(asOwner(await newCustomer()), { plan: 'starter', interval: 'month', currency: 'USD', provider });

/** The minutes of real time for which nothing is sent. */
async function pauseOf(provider: Provider): Promise<number> {
  return Math.round((((await circuitOf(provider))?.retryAt.getTime() ?? 0) - Date.now()) / MINUTE);
}

describe.each(PROVIDERS)('while %s rejects our key', (provider) => {
  test('a round with many lost answers is one failure, and people can buy a minute after the key is fixed', async () => {
    await lostAnswers(provider, 8);
    await deny(provider);
    await runDueOperations('sandbox', provider);
    expect(await circuitOf(provider)).toMatchObject({ failures: 1 });
    expect(await pauseOf(provider)).toBe(1);
    await world.calm();
    await endPause();
    expect(await buysFirst(provider)).toMatchObject({ url: expect.any(String) });
  });

  test('requests of the same moment are one failure, and one alert', async () => {
    const before = await told();
    const ids = await lostAnswers(provider, 8);
    await deny(provider);
    await Promise.all(ids.map((id) => runOperation(id)));
    expect(await circuitOf(provider)).toMatchObject({ failures: 1 });
    expect(await pauseOf(provider)).toBe(1);
    expect(await told()).toBe(before + 1);
  });

  test('jobs look nothing up meanwhile, and count no attempt', async () => {
    await deny(provider, CUSTOMER);
    await expect(buysFirst(provider)).rejects.toMatchObject(unavailable);
    await world.calm();
    const [id = ''] = await lostAnswers(provider, 1);
    const asked = await countRequests(world, provider, /sub_lost/);
    expect(await runOperation(id)).toBeNull();
    expect(await db().operation.findUnique({ where: { id } })).toMatchObject({
      ...{ status: 'unknown', attempts: 0, nextAttemptAt: new Date(0) },
    });
    expect(await countRequests(world, provider, /sub_lost/)).toBe(asked);
    await endPause();
    expect(await runOperation(id)).toMatchObject({ attempts: 1 });
    expect(await countRequests(world, provider, /sub_lost/)).toBeGreaterThan(asked);
  });

  test('each failure after a pause doubles the next one, with one alert for all of them', async () => {
    const before = await told();
    await deny(provider, CUSTOMER);
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      await expect(buysFirst(provider)).rejects.toMatchObject(unavailable);
      expect(await pauseOf(provider)).toBe(minutes);
      await endPause();
    }
    expect(await told()).toBe(before + 1);
  });

  test('a first customer made at the provider ends it: the next time is a new one, short, and with an alert', async () => {
    const before = await told();
    await deny(provider, CUSTOMER);
    for (let time = 0; time < 3; time += 1) {
      await expect(buysFirst(provider)).rejects.toMatchObject(unavailable);
      await endPause();
    }
    await world.calm();
    await buysFirst(provider);
    expect(await circuitOf(provider)).toBeNull();
    await deny(provider, CUSTOMER);
    await expect(buysFirst(provider)).rejects.toMatchObject(unavailable);
    expect(await pauseOf(provider)).toBe(1);
    expect(await told()).toBe(before + 2);
  });
});
