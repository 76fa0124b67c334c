import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sync } from '@/lib/billing/ledger/sync';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { recordStatements } from '../../scripts/scale/statements';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

/** Statements of one sync that finds nothing new. */
const MOST = 27;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

describe.each(PROVIDERS)('a subscription at %s', (provider) => {
  test('takes as many statements to sync after four years as after a quarter', async () => {
    const young = await subscribed(provider, 3);
    const old = await subscribed(provider, 48);
    expect(young).toBeLessThanOrEqual(MOST);
    // The card has expired meanwhile, which sends an email to those who read them; an additional payment costs no statement.
    expect(old - young).toBeLessThanOrEqual(4);
  });
});

/** How many statements a sync takes once a monthly subscription has been paid `months` times. */
async function subscribed(provider: Provider, months: number): Promise<number> {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
  world.kept = [];
  await world.control('clock', { advanceMonths: months - 1 });
  // Stripe collects an hour after it drafts an invoice.
  await world.control('clock', { advanceDays: 1 });
  const { id, externalId } = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
  const look = () => sync(provider, { kind: 'subscription', id: externalId }, { cause: 'test' });
  await look();
  expect(await db().payment.count({ where: { subscriptionId: id, status: 'succeeded' } })).toBe(months);
  const statements = await recordStatements(look);
  world.kept = null;
  return statements.length;
}
