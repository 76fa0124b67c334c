import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { db } from '@/lib/db';
import { runJob } from '@/lib/jobs';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  vi.useRealTimers();
  await world.calm();
  await db().webhookEvent.deleteMany();
});

/** An event about a subscription that Stripe doesn't have. */
const leaveEvent = () =>
  db().webhookEvent.create({
    data: {
      ...{ provider: 'stripe', mode: 'sandbox', status: 'received', eventId: 'evt_left', payload: {} },
      ...{ type: 'customer.subscription.updated', occurredAt: new Date(0) },
      ...{ targetKind: 'subscription', targetId: 'sub_left' },
    },
  });
const left = async () => {
  const { until } = await db().jobLease.findUniqueOrThrow({ where: { job: 'billing' } });
  return until.getTime() - Date.now();
};

test('a job keeps its lease while its process lives, and for half a minute after that', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await leaveEvent();
  await world.control('faults', { provider: 'stripe', kind: 'timeout_before', hang: true });
  const running = runJob('billing');
  const isTaken = async () => (await db().syncTargetLease.count()) === 1;
  await expect.poll(isTaken, { timeout: 10_000 }).toBe(true);
  expect(await left()).toBeLessThanOrEqual(30_000);
  expect(await runJob('billing')).toEqual({ ran: false });
  await db().jobLease.update({ where: { job: 'billing' }, data: { until: new Date(Date.now() + 1_000) } });
  vi.advanceTimersByTime(10_000);
  await expect.poll(left, { timeout: 10_000 }).toBeGreaterThan(20_000);
  await world.calm();
  expect(await running).toEqual({ ran: true });
  expect(await left()).toBeLessThanOrEqual(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('a job that hangs loses its lease: without progress for ten minutes, it is no longer extended', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: Date.now() });
  await leaveEvent();
  await world.control('faults', { provider: 'stripe', kind: 'timeout_before', hang: true });
  const running = runJob('billing');
  const isTaken = async () => (await db().syncTargetLease.count()) === 1;
  await expect.poll(isTaken, { timeout: 10_000 }).toBe(true);
  const until = new Date(0);
  await db().jobLease.update({ where: { job: 'billing' }, data: { until } });
  vi.setSystemTime(Date.now() + 601_000);
  vi.advanceTimersByTime(10_000);
  await db().$queryRaw`SELECT pg_sleep(0.3)::text`;
  expect(await db().jobLease.findUniqueOrThrow({ where: { job: 'billing' } })).toMatchObject({ until });
  await world.calm();
  await running;
});
