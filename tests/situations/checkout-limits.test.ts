import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { sync } from '@/lib/billing/ledger/sync';
import { db } from '@/lib/db';
import { limit } from '@/lib/rate-limit';
import { DECLINED_CARD, FAILS_LATER_CARD, newCustomer, open, pay } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

const credits = (provider: 'stripe' | 'dodo') => ({ plan: 'credits', quantity: 1, currency: 'USD', provider }) as const;

/** How many checkouts the account may still open in these ten minutes. */
async function left(userId: string): Promise<number> {
  for (let opened = 0; opened < 50; opened += 1) {
    const refused = await limit('checkout-account', userId).catch((error: unknown) => error);
    if (refused === undefined) continue;
    expect(refused).toMatchObject({ code: 'request/too-many', status: 429 });
    return opened;
  }
  throw new Error('no limit was reached');
}

test('an account opens five checkouts in ten minutes', async () => {
  expect(await left(randomUUID())).toBe(5);
});

test('each card declined at Dodo costs the account one of them', async () => {
  await world.control('dodo/switches', { checkout_decline: 'new_payment' });
  const user = await newCustomer();
  const checkout = await open(user, credits('dodo'));
  for (let tries = 0; tries < 3; tries += 1) {
    expect(await pay(world, checkout, DECLINED_CARD)).toBe(false);
    await world.quiet();
  }
  expect(await db().payment.count({ where: { workspaceId: user.id, status: 'failed' } })).toBe(3);
  expect(await left(user.id)).toBe(2);
});

test('a card declined at Stripe costs one when the next checkout checks it', async () => {
  const user = await newCustomer();
  expect(await pay(world, await open(user, credits('stripe')), DECLINED_CARD)).toBe(false);
  await open(user, credits('stripe'));
  await world.quiet();
  expect(await left(user.id)).toBe(4);
});

test('a decline counts once, however often it is reported', async () => {
  await world.control('dodo/switches', { checkout_decline: 'new_payment' });
  const user = await newCustomer();
  await pay(world, await open(user, credits('dodo')), DECLINED_CARD);
  await world.quiet();
  const { externalId } = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
  for (let times = 0; times < 3; times += 1)
    await sync('dodo', { kind: 'payment', id: externalId }, { cause: 'a test' });
  expect(await left(user.id)).toBe(4);
});

test('a failed renewal does not count against the limit: it is no card testing', async () => {
  const user = await newCustomer();
  const checkout = await open(user, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'dodo' });
  await pay(world, checkout, FAILS_LATER_CARD);
  await world.quiet();
  await world.control('clock', { advanceSeconds: 32 * 86_400 });
  await world.quiet();
  expect(await db().payment.count({ where: { workspaceId: user.id, status: 'failed' } })).toBeGreaterThan(0);
  expect(await left(user.id)).toBe(5);
});
