import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { access } from '@/lib/billing/access';
import { loadFacts } from '@/lib/billing/facts';
import { driver } from '@/lib/billing/providers';
import { ReconcileUnderWay, reconcile } from '@/lib/billing/reconcile';
import { candidates } from '@/lib/billing/reconcile-roots';
import type { Provider } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { reconcileAll } from '@/lib/jobs';
import { buy, newCustomer, open, pay } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.calm();
  await world.quiet();
});
afterAll(() => world.close());

const starter = { plan: 'starter', interval: 'month', currency: 'USD' } as const;
const level = async (userId: string) => access(await loadFacts(userId), await businessNow()).level;
const run = (provider: Provider, over: { dryRun?: boolean } = {}) =>
  reconcile({ provider, actor: 'test', rootsPerSecond: 10_000, ...over });
const diffsOf = ({ id }: { id: string }) => db().reconcileDiff.findMany({ where: { runId: id } });
const silence = () => world.control('pause-deliveries', { on: true });

/** A run, then another one that has nothing left to find. */
async function runTwice(provider: Provider) {
  const first = await run(provider);
  const second = await run(provider);
  expect(second).toMatchObject({ events: 0, failed: 0 });
  expect(await diffsOf(second)).toEqual([]);
  return first;
}

describe.each(['stripe', 'dodo'] as const)('a reconciliation with %s', (provider) => {
  test('finds what nobody told: a dry run says so, a run puts it right, a second finds nothing', async () => {
    const user = await newCustomer();
    await silence();
    const events = await db().webhookEvent.count({ where: { provider } });
    expect(await pay(world, await open(user, { ...starter, provider }))).toBe(true);

    const dry = await run(provider, { dryRun: true });
    expect(await diffsOf(dry)).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'reported' })]));
    expect(await level(user.id)).toBe('none');
    expect(await db().webhookEvent.count({ where: { provider } })).toBe(events);

    const found = await runTwice(provider);
    expect(await level(user.id)).toBe('full');
    expect(await db().alert.count({ where: { key: `drift:${found.id}` } })).toBe(1);
    expect(await db().alert.count({ where: { key: `drift:${dry.id}` } })).toBe(0);
    // Dodo has no list of events; there the objects alone tell.
    expect(found.events > 0).toBe(provider === 'stripe');
    expect(dry.events).toBe(found.events);
    expect(await db().webhookEvent.count({ where: { provider } })).toBe(events + found.events);
    expect(
      await db().webhookEvent.count({ where: { provider, status: { not: 'processed' }, rootId: { not: null } } }),
    ).toBe(0);

    // Delivered after all, they change nothing.
    const before = await db().email.count({ where: { userId: user.id } });
    await world.calm();
    await world.quiet();
    expect(await db().email.count({ where: { userId: user.id } })).toBe(before);
  });

  test('finds a renewal that nobody told of', async () => {
    const user = await newCustomer();
    await buy(world, user, { ...starter, provider });
    await silence();
    await world.control('clock', { advanceDays: 32 });
    expect(await db().payment.count({ where: { userId: user.id, status: 'succeeded' } })).toBe(1);
    await runTwice(provider);
    expect(await db().payment.count({ where: { userId: user.id, status: 'succeeded' } })).toBe(2);
    expect(await db().subscription.findFirstOrThrow({ where: { userId: user.id } })).toMatchObject({
      status: 'active',
    });
  });

  test('finds a refund of a payment that is older than what it lists', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'lifetime', currency: 'USD', provider });
    // Dodo refunds within thirty days only.
    await world.control('clock', { advanceDays: 28 });
    await world.quiet();
    await silence();
    const { externalId, id } = await db().payment.findFirstOrThrow({ where: { userId: user.id } });
    await driver(provider).refundPayment(externalId, crypto.randomUUID());
    await world.control('clock', { advanceDays: 12 });
    expect((await candidates(provider)).map(({ root }) => root)).toContainEqual({ kind: 'payment', id: externalId });
    await runTwice(provider);
    expect(await db().refund.findMany({ where: { paymentId: id } })).toMatchObject([{ status: 'succeeded' }]);
    expect(await level(user.id)).toBe('none');
  });

  test('that was cut off goes on behind the last root it did', async () => {
    await buy(world, await newCustomer(), { ...starter, provider });
    await buy(world, await newCustomer(), { plan: 'lifetime', currency: 'USD', provider });
    const all = await candidates(provider);
    const [done, ...left] = all;
    const { mode } = driver(provider);
    const cut = await db().reconcileRun.create({
      data: { provider, mode, dryRun: false, actor: 'test', cursor: done?.key ?? '', checked: 1 },
    });
    const resumed = await run(provider);
    expect(resumed).toMatchObject({ id: cut.id, checked: 1 + left.length, cursor: all.at(-1)?.key });
    expect((await run(provider)).id).not.toBe(cut.id);
  });

  test('is done by one process at a time', async () => {
    const tries = await Promise.allSettled([run(provider), run(provider), run(provider)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const failed of tries.filter((one) => one.status === 'rejected'))
      expect(failed.reason).toBeInstanceOf(ReconcileUnderWay);
  });

  test('stops where the provider cannot be asked, and the next one goes on', async () => {
    await world.control('faults', { kind: '500', provider });
    await expect(run(provider)).rejects.toThrow();
    const other = provider === 'stripe' ? 'dodo' : 'stripe';
    const runs = await db().reconcileRun.count({ where: { provider: other, actor: 'cron' } });
    await expect(reconcileAll()).rejects.toThrow();
    expect(await db().reconcileRun.count({ where: { provider: other, actor: 'cron' } })).toBe(runs + 1);
    const [open] = await db().reconcileRun.findMany({ where: { provider, finishedAt: null } });
    await world.calm();
    expect(await run(provider)).toMatchObject({ id: open?.id, failed: 0 });
  });
});
