import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { reconcileProviders } from '@/lib/billing/reconcile/all';
import { reconcile } from '@/lib/billing/reconcile/run';
import { db } from '@/lib/db';
import { startScheduler } from '@/lib/scheduler';
import { buy, newCustomer } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
  for (let bought = 0; bought < 3; bought += 1)
    await buy(world, await newCustomer(), { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' });
});

test('a run that reaches its time limit records where it stopped, and the next one continues there however much later', async () => {
  const stopped = await reconcile({ provider: 'stripe', actor: 'test', rootsPerSecond: 1000, until: Date.now() });
  expect(stopped).toMatchObject({ checked: 0, finishedAt: null, stopped: 'The time of this run is over' });
  expect(stopped.stoppedAt).toBe('events');
  await db().reconcileRun.updateMany({
    data: { startedAt: new Date(Date.now() - 30 * 86_400_000), cursor: 'customer:' },
  });
  const finished = await reconcile({ provider: 'stripe', actor: 'test', rootsPerSecond: 1000 });
  expect(finished).toMatchObject({ id: stopped.id, stoppedAt: null, stopped: null });
});

test('each provider gets its share of a short time', async () => {
  const reports = await reconcileProviders({ actor: 'test', until: Date.now() });
  expect(reports).toMatchObject([
    { provider: 'stripe', state: 'partial' },
    { provider: 'dodo', state: 'partial' },
  ]);
  await db().reconcileRun.deleteMany();
});

test('an email that is due is sent while a reconciliation runs', async () => {
  const [known] = await db().subscription.findMany({ take: 1 });
  if (known === undefined) throw new Error('a subscription was bought');
  const { id: _, isCurrent: __, items, coverage, ...like } = known;
  // Two minutes of work for the reconciliation, which is rate-limited on purpose.
  await db().subscription.createMany({
    data: Array.from({ length: 300 }, (_each, index) => ({
      ...like,
      ...{ externalId: `sub_never_was_${index}`, items: items ?? [], coverage: coverage ?? [] },
    })),
  });
  const stop = startScheduler();
  try {
    await until(async () => (await db().reconcileRun.findFirst({ where: { checked: { gt: 0 } } })) !== null);
    const { workspaceId: userId } = known;
    const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: userId } });
    const data = { userId, kind: 'receipt', key: 'receipt:again', data: { paymentId: payment.id }, dueAt: new Date(0) };
    const mail = await db().email.create({ data });
    await until(async () => (await db().email.findUniqueOrThrow({ where: { id: mail.id } })).status === 'sent');
    expect(await db().reconcileRun.findFirst({ where: { finishedAt: { not: null } } })).toBeNull();
  } finally {
    stop();
    // Ends the reconciliation: it can't save its progress.
    await db().$executeRaw`TRUNCATE "ReconcileRun" CASCADE`;
    await until(async () => (await db().jobLease.count({ where: { until: { gt: new Date() } } })) === 0);
  }
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(100);
}
