import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { processTarget } from '@/lib/billing/webhooks/process-target';
import { db } from '@/lib/db';
import { newId } from '@/lib/new-id';
import { newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  vi.useRealTimers();
  await world.calm();
  await db().$executeRaw`ALTER TABLE "Subscription" DROP CONSTRAINT IF EXISTS broken`;
});

/** A failure on our side: the database rejects what the provider says. */
const refuseSubscriptions = () =>
  db().$executeRaw`ALTER TABLE "Subscription" ADD CONSTRAINT broken CHECK (currency <> 'USD') NOT VALID`;

/** A purchase whose webhooks are stored and not processed. */
async function bought(provider: 'stripe' | 'dodo') {
  const customer = await newCustomer();
  world.processing = false;
  await pay(world, await open(customer, { plan: 'starter', interval: 'month', currency: 'USD', provider }));
  await world.control('deliveries/idle', {});
  world.processing = true;
  const { targetId } = await db().webhookEvent.findFirstOrThrow({
    where: { provider, status: 'received', targetKind: 'subscription' },
  });
  return { customer, target: { provider, mode: 'sandbox', kind: 'subscription', id: targetId ?? '' } as const };
}

/** Another event about it. */
async function arrive({ provider, id }: { provider: 'stripe' | 'dodo'; id: string }): Promise<string> {
  const { payload, ...event } = await db().webhookEvent.findFirstOrThrow({ where: { provider, targetId: id } });
  const later = { id: newId(), eventId: `later-${id}`, status: 'received' as const, attempts: 0 };
  return (await db().webhookEvent.create({ data: { ...event, ...later, payload: payload ?? {} } })).id;
}

const lease = (targetId: string) => db().syncTargetLease.findFirst({ where: { targetId } });

describe.each(PROVIDERS)('a sync that %s answers slowly', (provider) => {
  test('keeps its lease for as long as it works', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { customer, target } = await bought(provider);
    await world.control('faults', { provider, kind: 'timeout_before', hang: true });
    const processed = processTarget(target);
    await expect.poll(() => lease(target.id), { timeout: 10_000 }).not.toBeNull();
    await db().syncTargetLease.updateMany({ data: { until: new Date(Date.now() + 1_000) } });
    vi.advanceTimersByTime(30_000);
    await expect
      .poll(async () => ((await lease(target.id))?.until.getTime() ?? 0) - Date.now(), { timeout: 10_000 })
      .toBeGreaterThan(20_000);
    await world.calm();
    await processed;
    expect(await db().subscription.count({ where: { workspaceId: customer.id, status: 'active' } })).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is written when its lease ran out and no other worker took it', async () => {
    const { customer, target } = await bought(provider);
    await world.control('faults', { provider, kind: 'timeout_before', hang: true });
    const processed = processTarget(target);
    await expect.poll(() => lease(target.id), { timeout: 10_000 }).not.toBeNull();
    await db().syncTargetLease.updateMany({ data: { until: new Date(0) } });
    await world.calm();
    await processed;
    expect(await db().subscription.count({ where: { workspaceId: customer.id, status: 'active' } })).toBe(1);
    expect(await db().webhookEvent.count({ where: { targetId: target.id, error: { not: null } } })).toBe(0);
  });

  test('writes nothing when another worker took its lease', async () => {
    const { customer, target } = await bought(provider);
    await world.control('faults', { provider, kind: 'timeout_before', hang: true });
    const processed = processTarget(target);
    await expect.poll(() => lease(target.id), { timeout: 10_000 }).not.toBeNull();
    await db().syncTargetLease.updateMany({ where: { targetId: target.id }, data: { token: 'another' } });
    await world.calm();
    expect(await processed).toBeNull();
    expect(await db().subscription.count({ where: { workspaceId: customer.id } })).toBe(0);
    expect(await db().webhookEvent.count({ where: { targetId: target.id, status: 'processing' } })).toBeGreaterThan(0);
    await db().syncTargetLease.deleteMany();
    await processTarget(target);
    expect(await db().subscription.count({ where: { workspaceId: customer.id, status: 'active' } })).toBe(1);
  });

  test.each([
    ['succeeds', 'processed'],
    ['fails on our side', 'failed'],
  ])('takes an event that arrived meanwhile when it %s', async (how, status) => {
    const { target } = await bought(provider);
    await world.control('faults', { provider, kind: 'timeout_before', hang: true });
    const processed = processTarget(target);
    await expect.poll(() => lease(target.id), { timeout: 10_000 }).not.toBeNull();
    if (how !== 'succeeds') await refuseSubscriptions();
    const id = await arrive(target);
    // Its own worker finds the lease taken.
    expect(await processTarget(target)).toBeNull();
    await world.calm();
    await processed;
    expect(await db().webhookEvent.findUniqueOrThrow({ where: { id } })).toMatchObject({ status, attempts: 1 });
  });
});
