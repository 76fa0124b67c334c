import { NextRequest } from 'next/server';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { withConcurrencyLimit } from '@/lib/billing/webhooks/concurrency';
import { receive } from '@/lib/billing/webhooks/inbox';
import { processAfterResponse } from '@/lib/billing/webhooks/process-after-response';
import { answerWebhook } from '@/lib/billing/webhooks/route';
import { db } from '@/lib/db';
import { drainSoon } from '@/lib/drain';
import { newCustomer, open, pay } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

const CUSTOMERS = 12;
/** Concurrent requests. */
const SENDERS = 20;
/** How often each event is delivered. */
const DELIVERIES = 10;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

test('a storm of webhooks is stored immediately, and processed with few connections and no failed attempt', async () => {
  world.kept = [];
  for (let bought = 0; bought < CUSTOMERS; bought += 1)
    await pay(
      world,
      await open(await newCustomer(), { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' }),
    );
  await world.control('deliveries/idle', {});
  const storm = Array.from({ length: DELIVERIES }, () => world.kept ?? []).flat();
  expect(storm.length).toBeGreaterThan(500);
  const processing: Promise<boolean>[] = [];
  let most = 0;
  // All senders take from the same list.
  const deliveries = storm.values();
  const sender = async (): Promise<void> => {
    for (const { provider, body, headers } of deliveries) {
      const { target } = await receive(provider, body, headers);
      if (target !== null) processing.push(processAfterResponse({ provider, mode: 'sandbox', ...target }));
      most = Math.max(most, await db().syncTargetLease.count({ where: { until: { gt: new Date() } } }));
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  await Promise.all(processing);
  await drainSoon('stripe');
  expect(await db().webhookEvent.count({ where: { status: { notIn: ['processed', 'ignored'] } } })).toBe(0);
  expect(await db().webhookEvent.count({ where: { OR: [{ attempts: { gt: 1 } }, { error: { not: null } }] } })).toBe(0);
  expect(await db().subscription.count({ where: { status: 'active', isCurrent: true } })).toBe(CUSTOMERS);
  // Those of the requests and those of the jobs together.
  expect(most).toBeLessThanOrEqual(3);
});

test('what exceeds a hundred waiting targets is left to the jobs, which find it', async () => {
  const target = (index: number) =>
    ({ provider: 'stripe', mode: 'sandbox', kind: 'subscription', id: `sub_${index}` }) as const;
  let all = () => {};
  const burst = new Promise<void>((resolve) => {
    all = resolve;
  });
  const processing = Array.from({ length: 150 }, (_, index) => processAfterResponse(target(index), burst));
  const again = processAfterResponse(target(0), burst);
  all();
  expect((await Promise.all(processing)).filter((processed) => !processed)).toHaveLength(50);
  expect(await again).toBe(true);
});

test('a webhook whose body comes slowly, which anyone can send, holds back nothing', async () => {
  let disconnect = () => {};
  const body = new ReadableStream({
    start(controller) {
      disconnect = () => controller.error(new Error('disconnected'));
    },
  });
  const request = new NextRequest('http://127.0.0.1', { method: 'POST', body, duplex: 'half' });
  const answering = answerWebhook('stripe', request);
  let running = 0;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async () => {
    running += 1;
    await ended;
  };
  const all = Array.from({ length: 3 }, () => withConcurrencyLimit('stripe', work));
  await new Promise((resolve) => setImmediate(resolve));
  expect(running).toBe(3);
  end();
  await Promise.all(all);
  disconnect();
  expect((await answering).status).toBe(400);
});
