import { afterEach, beforeAll, expect, test } from 'vitest';
import { MAX_TARGETS, waitingTargets } from '@/lib/billing/webhooks/process-target';
import { processTargets } from '@/lib/billing/webhooks/process-targets';
import { db } from '@/lib/db';
import { runJob } from '@/lib/jobs';
import { startWorld, type TestWorld } from '../fixtures/world';

const EVENTS = 2 * MAX_TARGETS + 20;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

/** Events of subscriptions that Stripe no longer has, left by a process that died. */
async function leaveEvents(events = EVENTS, subscriptions = events): Promise<void> {
  await db().webhookEvent.deleteMany();
  await db().webhookEvent.createMany({
    data: Array.from({ length: events }, (_, index) => ({
      ...{ provider: 'stripe' as const, mode: 'sandbox' as const, status: 'received' as const },
      ...{ eventId: `evt_${index}`, type: 'customer.subscription.updated', payload: {}, occurredAt: new Date(0) },
      ...{ targetKind: 'subscription', targetId: `sub_gone_${index % subscriptions}` },
    })),
  });
}

const waiting = () => db().webhookEvent.count({ where: { status: { in: ['received', 'processing', 'failed'] } } });

test('one run of the job processes a backlog of any size', async () => {
  await leaveEvents();
  await runJob('billing');
  expect(await waiting()).toBe(0);
});

test('one run of the job processes a backlog with a dozen events of each target', async () => {
  await leaveEvents(90 * 12, 90);
  await runJob('billing');
  expect(await waiting()).toBe(0);
});

test('a round begins no target after its time, and leaves the rest due', async () => {
  await leaveEvents();
  const targets = await waitingTargets('sandbox', 'stripe');
  expect(await processTargets(targets, 0)).toBe(true);
  expect(await waiting()).toBe(EVENTS - 1);
  expect(await processTargets(targets, 600)).toBe(true);
  expect(await waiting()).toBe(EVENTS - MAX_TARGETS);
});

test('a run ends while the provider is away, and leaves the rest due', async () => {
  await leaveEvents();
  await world.control('faults', { provider: 'stripe', kind: '503' });
  await runJob('billing');
  expect(await waiting()).toBe(EVENTS);
  expect(await db().webhookEvent.count({ where: { attempts: { gt: 0 } } })).toBe(0);
});
