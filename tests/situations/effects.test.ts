import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { EFFECTS } from '@/lib/billing/effects';
import { drainEffects } from '@/lib/billing/effects/drain';
import type { Effect, EffectRun, Fact } from '@/lib/billing/effects/effect';
import { postWebhook } from '@/lib/billing/effects/post-webhook';
import { deadRuns, replayRun } from '@/lib/billing/effects/replay';
import { MAX_ATTEMPTS } from '@/lib/billing/effects/runs';
import { reconcile } from '@/lib/billing/reconcile/run';
import { receive } from '@/lib/billing/webhooks/inbox';
import { replay } from '@/lib/billing/webhooks/replay';
import { db } from '@/lib/db';
import { drainSoon } from '@/lib/drain';
import { runJob } from '@/lib/jobs';
import { asOwner } from '../fixtures/as-owner';
import { FAILS_LATER_CARD, open, pay } from '../fixtures/customer';
import { interceptSteps, killedBeforeStep } from '../fixtures/killed';
import { ownEffects } from '../fixtures/own-effects';
import { PROVIDERS } from '../fixtures/providers';
import { buys, takesBack } from '../fixtures/stage';
import { beginStory, type Story } from '../fixtures/story';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
let story: Story;
/** What the effect of this fork received, in order. */
let told: { readonly fact: Fact; readonly key: string }[] = [];
let tell: (fact: Fact, run: EffectRun) => Promise<void> = async () => {};

const note = async (fact: Fact, run: EffectRun) => {
  told.push({ fact, key: run.idempotencyKey });
  await tell(fact, run);
};
/** One entry in the list of effects, as in docs/add-a-side-effect.md. */
const ours: Effect = {
  name: 'note',
  on: {
    ...{ 'subscription.started': note, 'subscription.ended': note, 'subscription.plan_changed': note },
    ...{ 'payment.succeeded': note, 'payment.failed': note, 'payment.refunded': note },
    ...{ 'dispute.opened': note, 'credits.granted': note },
  },
};

ownEffects(ours);
beforeAll(async () => {
  interceptSteps();
  world = await startWorld();
});
beforeEach(async () => {
  story = await beginStory(world);
  told = [];
  tell = async () => {};
});
afterEach(() => world.calm());

/** Every webhook, as it was sent. */
function webhooks(provider: 'stripe' | 'dodo'): { body: string; headers: Record<string, string> }[] {
  const attempts = world.sandbox.world.deliveries
    .list()
    .filter((delivery) => delivery.provider === provider)
    .flatMap((delivery) => delivery.attempts);
  return attempts.flatMap(({ requestBody, requestHeaders }) => {
    if (!requestBody || !requestHeaders) return [];
    const headers = Object.entries(requestHeaders).map(([name, value]) => [name.toLowerCase(), value]);
    return [{ body: requestBody, headers: Object.fromEntries(headers) }];
  });
}

const types = () => told.map(({ fact }) => fact.type).sort();
const starter = (provider: 'stripe' | 'dodo') =>
  ({ plan: 'starter', interval: 'month', currency: 'USD', provider }) as const;
/** Skips an hour of real time: pauses and leases expire. */
const later = () => db().effectRun.updateMany({ data: { nextAttemptAt: new Date(0), leaseUntil: new Date(0) } });
/** Makes every fact new again. */
const planAgain = async () => {
  await db().effectRun.deleteMany();
  await db().billingFact.updateMany({ data: { plannedAt: null } });
  told = [];
};
const rows = async () => [await db().billingFact.count(), await db().effectRun.count()];

describe.each(PROVIDERS)('a customer at %s', (provider) => {
  test('a new subscription is reported once, however often the webhooks come, are replayed, and are compared', async () => {
    await buys(story, starter(provider));
    await world.quiet();
    expect(types()).toEqual(['payment.succeeded', 'subscription.started']);
    const payment = told.find(({ fact }) => fact.type === 'payment.succeeded');
    expect(payment?.fact).toMatchObject({
      data: { amount: 900n, currency: 'USD', sku: 'starter_month', quantity: 1 },
      customer: { id: story.user.id, email: story.user.email, name: 'Ada Customer' },
      mode: 'sandbox',
    });
    const before = await rows();
    // No more in parallel than there are connections for.
    for (const { body, headers } of webhooks(provider))
      await Promise.all(Array.from({ length: 20 }, () => receive(provider, body, headers)));
    await world.quiet();
    await replay({ by: 'since', since: new Date(0) }, 'test');
    await reconcile({ provider, actor: 'test' });
    await world.quiet();
    expect(await rows()).toEqual(before);
    expect(types()).toEqual(['payment.succeeded', 'subscription.started']);
  });

  test('upgrading and canceling records one fact each', async () => {
    await buys(story, starter(provider));
    await world.quiet();
    const to = { plan: 'pro', interval: 'month' } as const;
    await story.days(3);
    await changePlan(asOwner(story.user.id), to, (await previewChange(story.user.id, to)).terms);
    await world.quiet();
    expect(told.map(({ fact }) => fact).filter(({ type }) => type === 'subscription.plan_changed')).toMatchObject([
      { data: { from: { sku: 'starter_month', quantity: 1 }, to: { sku: 'pro_month', quantity: 1 } } },
    ]);
    told = [];
    await cancelAtPeriodEnd(asOwner(story.user.id), { feedback: null, comment: null });
    await world.quiet();
    await story.days(40);
    await world.quiet();
    expect(types()).toEqual(['subscription.ended']);
  });

  test('a refunded payment records one fact for the refund and one for the end', async () => {
    await buys(story, starter(provider));
    await world.quiet();
    told = [];
    await takesBack(story);
    await world.quiet();
    await story.days(1);
    await world.quiet();
    expect(types()).toEqual(['payment.refunded', 'subscription.ended']);
    expect(told.find(({ fact }) => fact.type === 'payment.refunded')?.fact.data).toMatchObject({ amount: 900n });
  });

  test('a card that keeps failing at the renewal records one fact for that payment', async () => {
    await buys(story, starter(provider), FAILS_LATER_CARD);
    await story.days(33);
    await world.quiet();
    await story.days(3);
    await world.quiet();
    const failed = await db().payment.count({ where: { workspaceId: story.user.id, status: 'failed' } });
    expect(failed).toBeGreaterThan(0);
    expect(types().filter((type) => type === 'payment.failed')).toHaveLength(failed);
    expect(types().filter((type) => type === 'payment.succeeded')).toHaveLength(1);
  });

  test('buying credits and disputing them later records one fact for the dispute, even when it is lost', async () => {
    await buys(story, { plan: 'credits', quantity: 2, currency: 'USD', provider });
    await world.quiet();
    expect(types()).toEqual(['credits.granted', 'payment.succeeded']);
    expect(told.find(({ fact }) => fact.type === 'credits.granted')?.fact.data).toMatchObject({ credits: 200 });
    const paid = await db().payment.findFirstOrThrow({ where: { workspaceId: story.user.id, status: 'succeeded' } });
    await world.control(`${provider}/payments/${paid.externalId}/dispute`, {});
    await world.quiet();
    const { externalId } = await db().dispute.findFirstOrThrow();
    const lose = provider === 'stripe' ? 'resolve' : 'lost';
    await world.control(`${provider}/disputes/${externalId}/${lose}`, { outcome: 'lost' });
    await world.quiet();
    expect(types().filter((type) => type === 'dispute.opened')).toHaveLength(1);
  });
});

test('a second subscription bought in another tab, which is ended and refunded, neither starts nor ends', async () => {
  const first = await open(story.user, starter('stripe'));
  await db().checkout.update({ where: { id: first.id }, data: { state: 'superseded' } });
  const second = await open(story.user, starter('dodo'));
  await pay(world, first);
  await world.quiet();
  await story.hours(1);
  await pay(world, second);
  await world.quiet();
  await story.days(1);
  await world.quiet();
  expect(await db().subscription.count({ where: { status: 'ended', duplicateOf: { not: null } } })).toBe(1);
  expect(types().filter((type) => type.startsWith('subscription.'))).toEqual(['subscription.started']);
  expect(types()).toContain('payment.refunded');
});

describe('an effect', () => {
  test('that throws runs again, and after its last attempt an alert names it; replayed, it is done', async () => {
    tell = async ({ type }) => {
      if (type === 'payment.succeeded') throw new Error('Cannot reach ada@customer.test');
    };
    await buys(story, starter('stripe'));
    await world.quiet();
    for (let attempt = 2; attempt <= MAX_ATTEMPTS; attempt += 1) {
      expect(await deadRuns(2)).toEqual([]);
      expect(await drainEffects()).toBe(0);
      await later();
      expect(await drainEffects()).toBe(1);
    }
    expect(types().filter((type) => type === 'subscription.started')).toHaveLength(1);
    expect(types().filter((type) => type === 'payment.succeeded')).toHaveLength(MAX_ATTEMPTS);
    const [dead, ...others] = await deadRuns(2);
    expect(others).toEqual([]);
    expect(dead).toMatchObject({
      effect: 'note',
      error: 'Cannot reach [address]',
      fact: { type: 'payment.succeeded' },
    });
    const open = { kind: 'dead effect', closedAt: null };
    expect(await db().alert.findMany({ where: open })).toMatchObject([{ detail: { runId: dead?.id, effect: 'note' } }]);

    await later();
    expect(await drainEffects()).toBe(0);
    tell = async () => {};
    expect(await replayRun(dead?.id ?? '', 'test')).toBe(true);
    expect(await replayRun(dead?.id ?? '', 'test')).toBe(false);
    await world.quiet();
    expect(await db().effectRun.count({ where: { status: 'done' } })).toBe(2);
    expect(await db().alert.count({ where: open })).toBe(0);
    expect(new Set(told.map(({ key }) => key)).size).toBe(2);
  });

  test('killed at any step runs again under the same key, and nothing is lost', async () => {
    await buys(story, starter('dodo'));
    await world.quiet();
    const keys = [...new Set(told.map(({ key }) => key))].sort();
    expect(keys).toHaveLength(2);
    await planAgain();
    const steps = await killedBeforeStep(0, async () => void (await drainEffects()));
    expect(steps.length).toBeGreaterThan(8);
    for (const [index, step] of steps.entries()) {
      await planAgain();
      await killedBeforeStep(index + 1, async () => void (await drainEffects()));
      await later();
      await drainEffects();
      expect({ step, keys: [...new Set(told.map(({ key }) => key))].sort() }).toEqual({ step, keys });
      expect({ step, done: await db().effectRun.count({ where: { status: 'done' } }) }).toEqual({ step, done: 2 });
    }
  });

  test('that is slow delays no webhook: the billing job finishes while it runs', async () => {
    await buys(story, starter('stripe'));
    await world.quiet();
    await planAgain();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    tell = () => held;
    expect(await runJob('billing')).toEqual({ ran: true });
    const effects = runJob('effects');
    expect(await runJob('billing')).toEqual({ ran: true });
    expect(await db().effectRun.count({ where: { status: 'done' } })).toBe(0);
    release();
    expect(await effects).toEqual({ ran: true });
    expect(await db().effectRun.count({ where: { status: 'done' } })).toBe(2);
  });

  test('runs right after its webhook, without waiting for its job', async () => {
    await buys(story, starter('stripe'));
    await world.quiet();
    await planAgain();
    await drainSoon('stripe');
    expect(types()).toEqual(['payment.succeeded', 'subscription.started']);
  });

  test('processes more than one batch in a run of its job', async () => {
    await buys(story, starter('stripe'));
    await world.quiet();
    told = [];
    const { data, occurredAt } = await db().billingFact.findFirstOrThrow({ where: { type: 'payment.succeeded' } });
    const fact = {
      workspaceId: story.user.id,
      mode: 'sandbox',
      type: 'payment.succeeded',
      data: data ?? {},
      occurredAt,
    } as const;
    await db().billingFact.createMany({
      data: Array.from({ length: 25 }, (_, at) => ({ ...fact, key: `copy:${at}` })),
    });
    await runJob('effects');
    expect(told).toHaveLength(25);
  });

  test('runs once when ten servers look for work together', async () => {
    await buys(story, starter('stripe'));
    await world.quiet();
    await planAgain();
    await Promise.all(Array.from({ length: 10 }, () => drainEffects()));
    expect(types()).toEqual(['payment.succeeded', 'subscription.started']);
  });

  test('stores no customer’s name or address', async () => {
    await buys(story, starter('stripe'));
    await world.quiet();
    const stored = JSON.stringify(await db().billingFact.findMany({ select: { data: true, key: true } }));
    expect(stored).not.toContain(story.user.email);
    expect(stored).not.toContain('Ada');
  });
});

test('the effect that posts to a webhook is off until its URL is set', async () => {
  expect(EFFECTS).toContain(postWebhook);
  await buys(story, starter('stripe'));
  await world.quiet();
  expect(await db().effectRun.groupBy({ by: ['effect'] })).toEqual([{ effect: 'note' }]);
});
