import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reconcile } from '@/lib/billing/reconcile/run';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { dashboard } from '../fixtures/by-hand';
import { buy, newCustomer } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());
afterAll(() => world.close());

/** The subscriptions a run looked at: those that were synced since. */
async function lookedAt(provider: Provider, slice: number): Promise<string[]> {
  const before = await db().subscription.findMany({ where: { provider }, select: { externalId: true, ticket: true } });
  await reconcile({ provider, actor: 'test', rootsPerSecond: 1000, slice });
  const after = await db().subscription.findMany({ where: { provider }, select: { externalId: true, ticket: true } });
  return after
    .filter(({ externalId, ticket }) => before.find((row) => row.externalId === externalId)?.ticket !== ticket)
    .map(({ externalId }) => externalId);
}

describe.each(['stripe', 'dodo'] as const)('a reconciliation with %s', (provider) => {
  test('looks at what the list shows changed, at what is new, and at those it has not looked at for longest', async () => {
    const bought: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const user = await newCustomer();
      await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
      bought.push((await db().subscription.findFirstOrThrow({ where: { userId: user.id } })).externalId);
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

    // One from before the list was remembered.
    await db().subscription.updateMany({ where: { externalId: third }, data: { digest: null } });
    expect(await lookedAt(provider, 0)).toEqual([third]);
  });
});

async function cancelByHand(provider: Provider, id: string): Promise<void> {
  const { stripe, dodo } = dashboard();
  if (provider === 'stripe') await stripe.subscriptions.cancel(id);
  else await dodo.subscriptions.update(id, { status: 'cancelled' });
}
