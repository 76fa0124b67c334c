import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { driver } from '@/lib/billing/providers';
import { ProviderUnavailable } from '@/lib/billing/providers/errors';
import type { List } from '@/lib/billing/providers/pages';
import type { SyncTarget } from '@/lib/billing/providers/snapshots';
import { openRun } from '@/lib/billing/reconcile/open-run';
import { type Reconciled, reconcile } from '@/lib/billing/reconcile/run';
import { ReconcileUnderWay } from '@/lib/billing/reconcile/under-way';
import { db } from '@/lib/db';
import { dashboard } from '../fixtures/by-hand';
import { buy, newCustomer } from '../fixtures/customer';
import { statementsOf } from '../fixtures/watch-statements';
import { startWorld, type TestWorld } from '../fixtures/world';

const DAY = 86_400_000;
const provider = 'stripe';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.restart();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await world.calm();
});

const run = (over: { everything?: boolean; until?: number; dryRun?: boolean } = {}) =>
  reconcile({ provider, actor: 'test', rootsPerSecond: 1000, ...over });
const later = () => Date.now() + 10 * 60_000;
const purchase = async () => {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
};

/** Does something each time the run has read a target from the provider. */
function afterEachFetch(act: (count: number, target: SyncTarget) => Promise<unknown>): void {
  const from = driver(provider);
  const { fetch } = from;
  let count = 0;
  vi.spyOn(from, 'fetch').mockImplementation(async (target, known) => {
    const snapshot = await fetch(target, known);
    count += 1;
    await act(count, target);
    return snapshot;
  });
}

/** The provider is away from a list's second page on. */
const firstPageOnly =
  <Item>(list: List<Item>): List<Item> =>
  async (after) => {
    if (after?.includes('_')) throw new ProviderUnavailable('away', { retryAfter: 600 });
    return list(after);
  };

/** Customers of other apps, changed by hand without a webhook: an event each. */
async function changeStrangers(count: number): Promise<void> {
  const { stripe } = dashboard();
  const stranger = await stripe.customers.create({ email: 'reader@example.test' });
  for (let changed = 0; changed < count; changed += 1)
    await stripe.customers.update(stranger.id, { description: `change ${changed}` });
}

/** The queries of the requests for a list that were sent during some work, in order. */
async function listsOf(path: string, work: () => Promise<unknown>): Promise<URLSearchParams[]> {
  const { last } = await world.control<{ last: number }>('requests');
  await work();
  const { data } = await world.control<{ data: { path: string }[] }>(
    `requests?provider=${provider}&since=${last}&limit=1000`,
  );
  const lists = data.map((request) => new URL(request.path, 'http://stripe.test'));
  return lists.filter(({ pathname }) => pathname === path).map(({ searchParams }) => searchParams);
}

describe('the lease', () => {
  const expire = () => db().$executeRaw`UPDATE "ReconcileRun" SET "leaseUntil" = now() - interval '1 second'`;

  test('of a run is extended after each undelivered event', async () => {
    await world.control('pause-deliveries', { on: true });
    await purchase().catch(() => null);
    const statements = await statementsOf(() => run());
    const steps = statements.flatMap((text) =>
      text.includes('DELETE FROM "RootLease"')
        ? 'processed'
        : /^UPDATE "ReconcileRun" SET "leaseUntil"/.test(text)
          ? 'kept'
          : [],
    );
    expect(steps).toContain('processed');
    expect(steps.join(' ')).not.toContain('processed processed');
  });

  test.each(['undelivered events', 'targets'])(
    'that another process took stops the run among its %s',
    async (among) => {
      await purchase();
      await purchase();
      if (among === 'undelivered events') await db().webhookEvent.deleteMany();
      await world.control('pause-deliveries', { on: true });
      await changeStrangers(2);
      let fetches = 0;
      afterEachFetch(async (count) => {
        fetches = count;
        if (count !== 1) return;
        await expire();
        await openRun({ provider, actor: 'admin:ada' });
      });
      const lost = await run().then(
        () => null,
        (error: unknown) => error,
      );
      expect(lost).toBeInstanceOf(ReconcileUnderWay);
      expect(lost).toMatchObject({ actor: 'admin:ada' });
      expect(fetches).toBe(1);
      // The other process still holds it.
      await expect(run()).rejects.toBeInstanceOf(ReconcileUnderWay);
    },
  );
});

describe('undelivered events', () => {
  const events = (work: () => Promise<unknown>) => listsOf('/v1/events', work);
  const daysBack = (query: URLSearchParams | undefined, { asOf }: Reconciled) =>
    Math.round(((asOf?.getTime() ?? 0) - Number(query?.get('created[gte]')) * 1000) / DAY);

  test('are looked up in the inbox a page at a time', async () => {
    await world.control('pause-deliveries', { on: true });
    await changeStrangers(130);
    expect((await run()).events).toBe(130);
    expect(await db().webhookEvent.count({ where: { type: 'customer.updated', status: 'ignored' } })).toBe(130);
    let statements: string[] = [];
    const lists = await events(async () => {
      statements = await statementsOf(async () => expect((await run()).events).toBe(0));
    });
    const lookups = statements.filter((text) => text.startsWith('SELECT') && text.includes('"eventId"'));
    expect(lookups.length).toBeLessThanOrEqual(lists.length);
  });

  test('are listed since three days before the last finished run, or for 30 days', async () => {
    const back = async (over: Parameters<typeof run>[0]) => {
      let done: Reconciled | null = null;
      const lists = await events(async () => {
        done = await run(over);
      });
      if (done === null) throw new Error('it ran');
      return lists.map((query) => daysBack(query, done as unknown as Reconciled));
    };
    const all = async (over: Parameters<typeof run>[0]) => [...new Set(await back(over))];
    expect(await all({ everything: false })).toEqual([30]);
    expect(await all({ everything: false })).toEqual([3]);
    await world.control('clock', { advanceDays: 2 });
    await world.quiet();
    // Neither a dry run nor one that was cut off took them.
    await run({ dryRun: true });
    expect(await run({ everything: false, until: Date.now() })).toMatchObject({ stoppedAt: 'events' });
    expect(await all({ everything: false })).toEqual([5]);
    expect(await all({ everything: true })).toEqual([30]);
    await world.control('clock', { advanceDays: 60 });
    await world.quiet();
    expect(await all({ everything: false })).toEqual([30]);
  });

  test('continue at the page where a run was cut off', async () => {
    await world.control('pause-deliveries', { on: true });
    await changeStrangers(130);
    const from = driver(provider);
    const { undelivered } = from;
    vi.spyOn(from, 'undelivered').mockImplementation((since) => firstPageOnly(undelivered(since)));
    const cut = await run();
    expect(cut).toMatchObject({ stoppedAt: 'events', events: 100, finishedAt: null });
    vi.restoreAllMocks();
    let resumed: Reconciled | null = null;
    const lists = await events(async () => {
      resumed = await run();
    });
    expect(resumed).toMatchObject({ id: cut.id, stopped: null, events: 130 });
    expect(lists[0]?.get('starting_after')).toMatch(/^evt_/);
    expect(lists.filter((query) => query.get('types[0]') === lists[0]?.get('types[0]'))).toHaveLength(1);
  });

  test('start over when the object that a place names is gone', async () => {
    await run();
    const cut = await run({ until: Date.now() });
    await db().reconcileRun.update({ where: { id: cut.id }, data: { cursor: 'events 0 evt_gone' } });
    expect(await run()).toMatchObject({ id: cut.id, stopped: null });
  });

  test('are left to the job `billing` when the provider is away', async () => {
    await world.control('pause-deliveries', { on: true });
    for (let count = 0; count < 5; count += 1) await changeStrangers(1);
    const fetch = vi.spyOn(driver(provider), 'fetch');
    await world.control('faults', { kind: '500', provider, match: 'GET .*/v1/customers/' });
    expect(await run()).toMatchObject({ stopped: null, events: 5 });
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(await db().webhookEvent.count({ where: { status: { in: ['received', 'failed'] } } })).toBe(5);
  });
});

describe('lost customers', () => {
  /** A run that was cut off after the first page of customers, of which one of ours has been deleted since. */
  async function cutOff() {
    const { stripe } = dashboard();
    await purchase();
    const [ours] = await db().customer.findMany();
    world.kept = [];
    for (let count = 0; count < 101; count += 1)
      await stripe.customers.create({ email: `reader${count}@example.test` });
    await stripe.customers.del(ours?.externalId ?? '');
    await world.control('deliveries/idle', {});
    const from = driver(provider);
    const { listCustomers } = from;
    vi.spyOn(from, 'listCustomers').mockImplementation(firstPageOnly(listCustomers));
    const cut = await run();
    expect(cut).toMatchObject({ everything: true, stoppedAt: 'customers', finishedAt: null });
    vi.restoreAllMocks();
    return cut;
  }
  const customers = (work: () => Promise<unknown>) => listsOf('/v1/customers', work);

  test('are left out by a run with a time limit that continues after their first page: the rest is done', async () => {
    const cut = await cutOff();
    let resumed: Reconciled | null = null;
    const lists = await customers(async () => {
      resumed = await run({ everything: false, until: later() });
    });
    expect(resumed).toMatchObject({ id: cut.id, everything: true, stopped: null, finishedAt: expect.any(Date) });
    expect(lists).toEqual([]);
  });

  test('are looked for from the first page by a run without one', async () => {
    const cut = await cutOff();
    const lists = await customers(async () => expect(await run()).toMatchObject({ id: cut.id, stopped: null }));
    expect(lists.map((query) => query.has('starting_after'))).toEqual([false, true]);
    expect(await db().customer.findMany()).toMatchObject([{ retiredAt: expect.any(Date) }]);
  });
});
