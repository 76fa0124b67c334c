import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { reconcile } from '@/lib/billing/reconcile/run';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { dashboard, refundByHand } from '../fixtures/by-hand';
import { buy, newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

const DAY = 86_400_000;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

/** The subscriptions that a run looked at: those synced since. */
async function lookedAt(provider: Provider, slice: number): Promise<string[]> {
  const before = await db().subscription.findMany({ where: { provider }, select: { externalId: true, ticket: true } });
  await reconcile({ provider, actor: 'test', rootsPerSecond: 1000, slice });
  const after = await db().subscription.findMany({ where: { provider }, select: { externalId: true, ticket: true } });
  return after
    .filter(({ externalId, ticket }) => before.find((row) => row.externalId === externalId)?.ticket !== ticket)
    .map(({ externalId }) => externalId);
}

describe.each(PROVIDERS)('a reconciliation with %s', (provider) => {
  test('looks at what the list shows as changed, at what is new, and at those it has not looked at for longest', async () => {
    const bought: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const user = await newCustomer();
      await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
      bought.push((await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } })).externalId);
    }
    const [first = '', second = '', third = ''] = bought;
    await lookedAt(provider, 100);
    expect(await lookedAt(provider, 0)).toEqual([]);

    world.kept = [];
    await cancelByHand(provider, second);
    await world.control('deliveries/idle', {});
    expect(await lookedAt(provider, 0)).toEqual([second]);
    expect(await lookedAt(provider, 0)).toEqual([]);

    await db().subscription.updateMany({ where: { externalId: first }, data: { syncedAt: new Date(0) } });
    expect(await lookedAt(provider, 1)).toEqual([first]);

    // One from before the list was stored.
    await db().subscription.updateMany({ where: { externalId: third }, data: { digest: null } });
    expect(await lookedAt(provider, 0)).toEqual([third]);
  });
});

describe.each(PROVIDERS)('of the subscriptions not looked at for longest, one at %s', (provider) => {
  async function two() {
    for (let count = 0; count < 2; count += 1)
      await buy(world, await newCustomer(), { plan: 'starter', interval: 'month', currency: 'USD', provider });
    await lookedAt(provider, 100);
    const [stuck, other] = await db().subscription.findMany({
      where: { provider, status: 'active' },
      orderBy: { createdAt: 'desc' },
      take: 2,
    });
    if (stuck === undefined || other === undefined) throw new Error('two subscriptions');
    await db().subscription.update({ where: { id: stuck.id }, data: { syncedAt: new Date(0) } });
    await db().subscription.update({ where: { id: other.id }, data: { syncedAt: new Date(1) } });
    return { stuck, other };
  }

  test('that is gone gives the next one its turn', async () => {
    const { stuck, other } = await two();
    const gone = { externalId: `${stuck.externalId}_gone`, status: 'ended', isCurrent: false } as const;
    await db().subscription.update({ where: { id: stuck.id }, data: gone });
    expect(await lookedAt(provider, 1)).not.toContain(other.externalId);
    expect(await lookedAt(provider, 1)).toContain(other.externalId);
  });

  test('that always fails gives the next one its turn', async () => {
    const { stuck, other } = await two();
    await world.control('faults', { kind: '500', provider, match: `GET .*/subscriptions/${stuck.externalId}` });
    expect(await lookedAt(provider, 1)).toEqual([]);
    expect(await lookedAt(provider, 1)).toEqual([other.externalId]);
  });
});

describe.each(PROVIDERS)('a daily reconciliation with %s', (provider) => {
  const daily = () => reconcile({ provider, actor: 'test', rootsPerSecond: 1000, everything: false });
  const daysBack = ({ asOf, since }: { asOf: Date | null; since: Date | null }) =>
    Math.round(((asOf?.getTime() ?? 0) - (since?.getTime() ?? 0)) / DAY);

  test('looks at the payments since the previous run, and once a week at all of them', async () => {
    await db().reconcileDiff.deleteMany();
    await db().reconcileRun.deleteMany();
    expect(daysBack(await daily())).toBe(35);
    expect(daysBack(await daily())).toBe(2);
    await world.control('clock', { advanceDays: 3 });
    await world.quiet();
    const third = await daily();
    expect(daysBack(third)).toBe(5);
    // A run that failed to look at something doesn't count.
    await db().reconcileRun.update({ where: { id: third.id }, data: { failed: 1 } });
    expect(daysBack(await daily())).toBe(5);
    await world.control('clock', { advanceDays: 5 });
    await world.quiet();
    expect(daysBack(await daily())).toBe(35);
    expect(daysBack(await daily())).toBe(2);
  });

  test('finds purchases and refunds since then, even without a webhook', async () => {
    const before = await newCustomer();
    await buy(world, before, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    await daily();
    await world.control('clock', { advanceDays: 1 });
    await world.quiet();
    world.kept = [];
    const user = await newCustomer();
    expect(await pay(world, await open(user, { plan: 'lifetime', currency: 'USD', provider }))).toBe(true);
    const { externalId, id } = await db().payment.findFirstOrThrow({ where: { workspaceId: before.id } });
    await refundByHand(provider, externalId);
    await world.control('deliveries/idle', {});
    expect(await daily()).toMatchObject({ failed: 0, stopped: null });
    expect((await getAccess(user.id)).level).toBe('full');
    expect(await db().refund.count({ where: { paymentId: id } })).toBe(1);
  });

  test('that was interrupted and is continued by a person who wants everything starts over', async () => {
    await daily();
    await world.control('faults', { kind: '500', provider });
    const cut = await daily();
    expect(cut).toMatchObject({ everything: false, finishedAt: null, stopped: expect.any(String) });
    await world.calm();
    const whole = await reconcile({ provider, actor: 'test', rootsPerSecond: 1000 });
    expect(whole).toMatchObject({ id: cut.id, everything: true, stopped: null });
    expect(daysBack(whole)).toBe(35);
  });
});

test('a list of many pages: what it shows as changed, and what is active here and on none of them', async () => {
  const { stripe } = dashboard();
  const ours: { externalId: string; id: string }[] = [];
  for (let count = 0; count < 3; count += 1) {
    const user = await newCustomer();
    await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' });
    ours.push(await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } }));
    world.kept = [];
    if (count < 2) await sellToStrangers(70);
    world.kept = null;
    await world.control('clock', { advanceDays: 1 });
    await world.quiet();
  }
  await lookedAt('stripe', 0);
  expect(await lookedAt('stripe', 0)).toEqual([]);

  const [first, second] = ours;
  world.kept = [];
  await stripe.subscriptions.cancel(first?.externalId ?? '');
  await world.control('deliveries/idle', {});
  const {
    id: _,
    isCurrent: __,
    items,
    coverage,
    ...like
  } = await db().subscription.findUniqueOrThrow({
    where: { id: second?.id ?? '' },
  });
  const gone = { ...like, items: items ?? [], coverage: coverage ?? [], externalId: 'sub_gone' };
  await db().subscription.create({ data: gone });
  expect((await lookedAt('stripe', 0)).toSorted()).toEqual([first?.externalId, 'sub_gone'].toSorted());
  expect(await db().subscription.findFirstOrThrow({ where: { externalId: 'sub_gone' } })).toMatchObject({
    ...{ status: 'ended', endReason: 'absent' },
  });
});

/** Subscriptions of other products and customers, which fill the list. */
async function sellToStrangers(count: number): Promise<void> {
  const { stripe } = dashboard();
  const product = await stripe.products.create({ name: 'Newspaper' });
  const price = await stripe.prices.create({
    ...{ unit_amount: 100, currency: 'usd', product: product.id, recurring: { interval: 'month' } },
  });
  const customer = await stripe.customers.create({ email: 'reader@example.test' });
  const terms = { collection_method: 'send_invoice', days_until_due: 30 } as const;
  for (let sold = 0; sold < count; sold += 1)
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }], ...terms });
}

async function cancelByHand(provider: Provider, id: string): Promise<void> {
  const { stripe, dodo } = dashboard();
  if (provider === 'stripe') await stripe.subscriptions.cancel(id);
  else await dodo.subscriptions.update(id, { status: 'cancelled' });
}
