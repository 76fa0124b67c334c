import { Client } from 'pg';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { MAX_ATTEMPTS } from '@/lib/billing/webhooks/failure';
import { planReplay, previewReplay, replay } from '@/lib/billing/webhooks/replay';
import { type ReplaySelection, replayPages } from '@/lib/billing/webhooks/replay-pages';
import { db } from '@/lib/db';
import { tsx } from '../../scripts/lib/tools.mjs';
import { runNode } from '../fixtures/commands';
import { newCustomer, open, pay } from '../fixtures/customer';
import { drainBilling } from '../fixtures/drain';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.calm();
  await db().$executeRaw`ALTER TABLE "Subscription" DROP CONSTRAINT IF EXISTS broken`;
  await db().$executeRaw`TRUNCATE "WebhookEvent", "Alert"`;
});

const starter = { plan: 'starter', interval: 'month', currency: 'USD' } as const;
const fault = (provider: string, kind: string, more: object = {}) =>
  world.control('faults', { provider, kind, ...more });
const waiting = () => db().webhookEvent.findMany({ where: { status: 'failed' } });
const pausesAreOver = () => db().webhookEvent.updateMany({ data: { nextAttemptAt: new Date(0) } });
const command = (...words: string[]) => runNode([...tsx('scripts/billing-replay.ts'), ...words]);

async function idsOf(selection: ReplaySelection): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of replayPages(selection)) ids.push(...page.map(({ id }) => id));
  return ids;
}

/** Buys, and every webhook of the purchase arrives while the provider or our side fails in some way. */
async function buyDuring(provider: 'stripe' | 'dodo', trouble: () => Promise<unknown>) {
  const user = await newCustomer();
  world.processing = false;
  await pay(world, await open(user, { ...starter, provider }));
  await trouble();
  await world.control('deliveries/idle', {});
  world.processing = true;
  await drainBilling();
  return user;
}

/** A failure on our side: the database rejects what the provider says. */
const refuseSubscriptions = () =>
  db().$executeRaw`ALTER TABLE "Subscription" ADD CONSTRAINT broken CHECK (currency <> 'USD') NOT VALID`;
const mend = () => db().$executeRaw`ALTER TABLE "Subscription" DROP CONSTRAINT broken`;

/** A purchase whose events failed permanently. */
async function buyAndGiveUp(provider: 'stripe' | 'dodo') {
  const user = await buyDuring(provider, refuseSubscriptions);
  await db().webhookEvent.updateMany({ where: { status: 'failed' }, data: { attempts: MAX_ATTEMPTS - 1 } });
  await pausesAreOver();
  await drainBilling();
  expect(await db().webhookEvent.count({ where: { status: 'dead' } })).toBeGreaterThan(0);
  await mend();
  return user;
}

describe.each(PROVIDERS)('while %s is away', (provider) => {
  test.each(['500', '503', '429'])(
    'answering %s for hours counts as no attempt, and the plan opens afterwards',
    async (kind) => {
      const user = await buyDuring(provider, () => fault(provider, kind));
      for (let round = 0; round < 2; round += 1) {
        await pausesAreOver();
        await drainBilling();
      }
      expect(new Set((await waiting()).map(({ attempts }) => attempts))).toEqual(new Set([0]));
      expect((await getAccess(user.id)).level).toBe('none');
      await world.calm();
      await pausesAreOver();
      await world.quiet();
      expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
      expect(await db().alert.count()).toBe(0);
    },
  );

  test('asking us to wait ten minutes, it gets no request before', async () => {
    await buyDuring(provider, () => fault(provider, '503', { retryAfter: 600 }));
    const [event] = await waiting();
    expect((event?.nextAttemptAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(9 * 60_000);
  });

  test('rejecting our key, every webhook is stored, and one alert is raised', async () => {
    const user = await buyDuring(provider, () => fault(provider, provider === 'stripe' ? '403' : '401'));
    expect((await waiting()).length).toBeGreaterThan(1);
    await pausesAreOver();
    await drainBilling();
    expect((await db().alert.findMany()).map(({ kind }) => kind)).toEqual(['key without permission']);
    await world.calm();
    await pausesAreOver();
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('for more than an hour, an alert is raised', async () => {
    await buyDuring(provider, () => fault(provider, '500'));
    await db().webhookEvent.updateMany({ data: { lastReceivedAt: new Date(Date.now() - 2 * 3_600_000) } });
    await pausesAreOver();
    await drainBilling();
    expect((await db().alert.findMany()).map(({ kind }) => kind)).toEqual(['provider unreachable']);
  });
});

test('a workspace that is busy for long says nothing about the provider, and costs no attempt for an hour', async () => {
  const user = await buyDuring('stripe', () => fault('stripe', '500'));
  await db().webhookEvent.deleteMany({ where: { targetKind: { not: 'subscription' } } });
  await world.calm();
  const busy = new Client({ connectionString: process.env.DATABASE_URL });
  await busy.connect();
  await busy.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`billing:${user.id}`]);
  const tryFor = async (hours: number) => {
    await db().webhookEvent.updateMany({
      data: { nextAttemptAt: new Date(0), lastReceivedAt: new Date(Date.now() - hours * 3_600_000) },
    });
    await drainBilling();
    const attempts = new Set((await waiting()).map((event) => event.attempts));
    return { attempts: [...attempts], alerts: await db().alert.count() };
  };
  try {
    expect(await tryFor(0)).toEqual({ attempts: [0], alerts: 0 });
    expect(await tryFor(2)).toEqual({ attempts: [1], alerts: 0 });
  } finally {
    await busy.end();
  }
  await pausesAreOver();
  await world.quiet();
  expect((await getAccess(user.id)).level).toBe('full');
});

describe.each(PROVIDERS)('events of %s that failed permanently', (provider) => {
  test('a resend from the provider revives them, the plan opens, and their alerts are closed', async () => {
    const user = await buyAndGiveUp(provider);
    const dead = await db().webhookEvent.findMany({ where: { status: 'dead' } });
    expect(await db().alert.count({ where: { kind: 'dead event', closedAt: null } })).toBe(dead.length);
    for (const { eventId } of dead) await world.control(`events/${eventId}/resend`, {});
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    expect(await db().webhookEvent.count({ where: { status: { notIn: ['processed', 'ignored'] } } })).toBe(0);
    expect(await db().alert.count({ where: { kind: 'dead event', closedAt: null } })).toBe(0);
  });

  test('a replay of all dead ones by command opens the plan; a dry run only counts them', async () => {
    const user = await buyAndGiveUp(provider);
    const counted = await command('--dead', '--dry-run');
    expect(counted).toMatchObject({ code: 0, output: expect.stringMatching(/^\d+ events to replay/) });
    expect((await getAccess(user.id)).level).toBe('none');
    expect(await command('--dead')).toMatchObject({ code: 0, output: expect.stringContaining('0 failed, 0 left') });
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('what a job is working on is left to it, and isn’t called failed', async () => {
    const user = await buyAndGiveUp(provider);
    const targets = await db().webhookEvent.findMany({
      where: { status: 'dead', targetId: { not: null } },
      distinct: ['targetKind', 'targetId'],
      select: { provider: true, mode: true, targetKind: true, targetId: true },
    });
    const until = new Date(Date.now() + 60_000);
    await db().syncTargetLease.createMany({
      data: targets.map((target) => ({
        ...target,
        targetKind: target.targetKind ?? '',
        targetId: target.targetId ?? '',
        token: 'a job',
        until,
      })),
    });
    const dead = await db().webhookEvent.count({ where: { status: 'dead', targetId: { not: null } } });
    expect(await replay({ by: 'dead' }, 'test')).toEqual({ processed: 0, failed: 0, waiting: dead, dead: 0 });
    await db().syncTargetLease.deleteMany();
    // The jobs process it a minute later.
    await db().$executeRaw`UPDATE "WebhookEvent" SET "nextAttemptAt" = "nextAttemptAt" - interval '1 minute'`;
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('one is selected by our id, by the provider’s, or by its age', async () => {
    await buyAndGiveUp(provider);
    const dead = await db().webhookEvent.findMany({ where: { status: 'dead' }, orderBy: { receivedAt: 'asc' } });
    const [first, last] = [dead[0], dead.at(-1)];
    if (first === undefined || last === undefined) throw new Error('nothing is dead');
    const named = { by: 'ids', ids: [first.id, last.eventId, 'evt_unknown'] } as const;
    const ids = new Set([first.id, last.id]);
    expect(new Set(await idsOf(named))).toEqual(ids);
    expect(await planReplay(named)).toEqual({ count: ids.size, nothing: 0, unknown: ['evt_unknown'] });
    expect(await idsOf({ by: 'since', since: last.receivedAt })).toContain(last.id);
    expect(await idsOf({ by: 'since', since: new Date(Date.now() + 1000) })).toEqual([]);
    expect(await replay(named, 'test')).toEqual({ processed: ids.size, failed: 0, waiting: 0, dead: 0 });
    expect(await db().auditLog.count({ where: { action: 'webhooks.replayed', actor: 'test' } })).toBeGreaterThan(0);
  });
});

test('thousands are replayed page by page, each once, while their states change', async () => {
  await db().$executeRaw`
    INSERT INTO "WebhookEvent" (id, provider, mode, "eventId", type, "rootKind", "rootId", payload, "occurredAt", status)
    SELECT 'many-' || n, (CASE WHEN n % 2 = 0 THEN 'stripe' ELSE 'dodo' END)::"Provider", 'sandbox', 'evt_many_' || n, 'invoice.paid',
      'subscription', CASE WHEN n % 100 = 0 THEN NULL ELSE 'sub_many_' || n % 7 END, '{}', now(), 'dead'
    FROM generate_series(1, 5000) n`;
  expect(await planReplay({ by: 'dead' })).toEqual({ count: 4_950, nothing: 50, unknown: [] });
  expect(await previewReplay({ by: 'dead' }, 5_000)).toEqual({ count: 4_950, nothing: 50, more: false });
  const part = await previewReplay({ by: 'dead' }, 1_000);
  expect(part).toMatchObject({ more: true });
  expect(part.count + part.nothing).toBe(1_001);
  const seen: string[] = [];
  for await (const page of replayPages({ by: 'dead' })) {
    seen.push(...page.map(({ id }) => id));
    await db().webhookEvent.updateMany({
      where: { id: { in: page.map(({ id }) => id) } },
      data: { status: 'processed' },
    });
  }
  expect(seen).toHaveLength(4_950);
  expect(new Set(seen).size).toBe(4_950);
  expect(await db().webhookEvent.count({ where: { status: 'dead' } })).toBe(50);
});

test('a replay with invalid arguments changes nothing and prints its usage', async () => {
  for (const words of [[], ['--dead', 'evt_1'], ['--since', 'yesterday'], ['--all']]) {
    const said = await command(...words);
    expect(said.code, words.join(' ')).toBe(1);
    expect(said.output).toContain('npm run billing:replay');
  }
  expect(await command('evt_unknown')).toMatchObject({ code: 1, output: expect.stringContaining('evt_unknown') });
});
