import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drainEffects } from '@/lib/billing/effects/drain';
import type { Effect } from '@/lib/billing/effects/effect';
import { db } from '@/lib/db';
import { drainSoon } from '@/lib/drain';
import { runJob } from '@/lib/jobs';
import { during } from '../fixtures/during';
import { ownEffects } from '../fixtures/own-effects';
import { beginStory, type Story } from '../fixtures/story';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
let story: Story;
/** How often each effect began. */
let slowRuns = 0;
let quickRuns = 0;
let answered = Promise.resolve();
let answer = () => {};

const slow: Effect = {
  name: 'slow',
  on: {
    'payment.succeeded': () => {
      slowRuns += 1;
      return answered;
    },
  },
};
const quick: Effect = {
  name: 'quick',
  on: {
    'payment.succeeded': async () => {
      quickRuns += 1;
    },
  },
};

ownEffects(slow, quick);
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  story = await beginStory(world);
  [slowRuns, quickRuns] = [0, 0];
  answered = new Promise((resolve) => {
    answer = resolve;
  });
});
afterEach(() => answer());

/** Payments that no effect has heard of. */
async function leaveFacts(name: string, count: number): Promise<void> {
  const data = {
    ...{ provider: 'stripe', subscriptionId: null, sku: 'credits', quantity: 1 },
    ...{ amount: '1000', tax: '0', currency: 'USD', paymentId: 'pi_left', externalId: 'pi_left' },
  };
  const fact = {
    workspaceId: story.user.id,
    mode: 'sandbox',
    type: 'payment.succeeded',
    occurredAt: new Date(),
  } as const;
  await db().billingFact.createMany({
    data: Array.from({ length: count }, (_, at) => ({ ...fact, data, key: `${name}:${at}` })),
  });
}

/** More of one effect than its job does in a minute while no answer arrives: ten in fifteen seconds. */
const BACKLOG = 120;

describe('while one effect gets no answer', () => {
  test.each([
    ['the job', () => runJob('effects')],
    ['a webhook', () => drainSoon('stripe')],
  ])('another one, started by %s, does what is due, and what happens meanwhile', async (_, start) => {
    await leaveFacts('before', BACKLOG);
    const running = start();
    await during(running, async () => quickRuns === BACKLOG);
    await leaveFacts('meanwhile', 1);
    await during(running, async () => quickRuns === BACKLOG + 1);
    expect(await db().effectRun.count({ where: { effect: 'slow', status: 'done' } })).toBe(0);
    answer();
    await running;
    await world.quiet();
    expect(
      await db().effectRun.groupBy({ by: ['effect', 'status'], _count: true, orderBy: { effect: 'asc' } }),
    ).toEqual([
      { effect: 'quick', status: 'done', _count: BACKLOG + 1 },
      { effect: 'slow', status: 'done', _count: BACKLOG + 1 },
    ]);
  });
});

test('a round is ten runs of each effect, and a job without any time left does one', async () => {
  answer();
  await leaveFacts('before', 25);
  expect(await drainEffects()).toBe(20);
  expect([slowRuns, quickRuns]).toEqual([10, 10]);
  await runJob('effects', 0);
  expect([slowRuns, quickRuns]).toEqual([20, 20]);
});
