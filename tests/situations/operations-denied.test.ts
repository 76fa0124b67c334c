import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openCardPage } from '@/lib/billing/account/payment-method';
import { requestRefund } from '@/lib/billing/account/refund';
import { startCheckout } from '@/lib/billing/checkout/start';
import { runOperation } from '@/lib/billing/operations/run';
import { runDueOperations } from '@/lib/billing/operations/run-due';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { countRequests, operationsOf } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.calm();
  await db().operation.deleteMany({ where: { actor: 'test' } });
  await db().providerCircuit.deleteMany();
  await db().permissionCircuit.deleteMany();
  await db().alert.deleteMany({ where: { kind: 'permission missing' } });
});

type Provider = 'stripe' | 'dodo';
const MINUTE = 60_000;
const unavailable = { code: 'billing/provider-unavailable' };
const CUSTOMER = 'POST .*/customers$';
const REFUND = 'POST .*/refunds$';
const deny = (provider: Provider, match?: string) => world.control('faults', { provider, kind: '401', match });
const forbid = (provider: Provider, match: string) => world.control('faults', { provider, kind: '403', match });
const told = () => db().alert.count({ where: { kind: 'provider refuses our key' } });
const circuitOf = (provider: Provider) => db().providerCircuit.findFirst({ where: { provider } });
const forbiddenAt = (provider: Provider) => db().permissionCircuit.findMany({ where: { provider } });
const missing = () => db().alert.findMany({ where: { kind: 'permission missing' }, orderBy: { createdAt: 'asc' } });
const endPause = async () => {
  await db().providerCircuit.updateMany({ data: { retryAt: new Date(0) } });
  await db().permissionCircuit.updateMany({ data: { retryAt: new Date(0) } });
};

/** Cancellations whose answers were lost, all due. */
async function lostAnswers(provider: Provider, count: number): Promise<string[]> {
  const { id: workspaceId } = await newCustomer();
  const rows = await db().operation.createManyAndReturn({
    data: Array.from({ length: count }, (_, index) => ({
      ...{ workspaceId, provider, mode: 'sandbox' as const, kind: 'schedule-cancel', key: `lost:${index}` },
      ...{ params: { subscriptionExternalId: `sub_lost_${index}` }, status: 'unknown' as const, actor: 'test' },
      ...{ sentAt: new Date(), nextAttemptAt: new Date(0) },
    })),
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** A first visit to the checkout, which makes the customer at the provider. */
const buysFirst = async (provider: Provider) =>
  startCheckout(asOwner(await newCustomer()), { plan: 'starter', interval: 'month', currency: 'USD', provider });

/** The minutes of real time for which nothing is sent. */
async function pauseOf(provider: Provider): Promise<number> {
  return Math.round((((await circuitOf(provider))?.retryAt.getTime() ?? 0) - Date.now()) / MINUTE);
}

describe.each(PROVIDERS)('while %s rejects our key', (provider) => {
  test('a round with many lost answers is one failure, and people can buy a minute after the key is fixed', async () => {
    await lostAnswers(provider, 8);
    await deny(provider);
    await runDueOperations('sandbox', provider);
    expect(await circuitOf(provider)).toMatchObject({ failures: 1 });
    expect(await pauseOf(provider)).toBe(1);
    await world.calm();
    await endPause();
    expect(await buysFirst(provider)).toMatchObject({ url: expect.any(String) });
  });

  test('requests of the same moment are one failure, and one alert', async () => {
    const before = await told();
    const ids = await lostAnswers(provider, 8);
    await deny(provider);
    await Promise.all(ids.map((id) => runOperation(id)));
    expect(await circuitOf(provider)).toMatchObject({ failures: 1 });
    expect(await pauseOf(provider)).toBe(1);
    expect(await told()).toBe(before + 1);
  });

  test('jobs look nothing up meanwhile, and count no attempt', async () => {
    await deny(provider, CUSTOMER);
    await expect(buysFirst(provider)).rejects.toMatchObject(unavailable);
    await world.calm();
    const [id = ''] = await lostAnswers(provider, 1);
    const asked = await countRequests(world, provider, /sub_lost/);
    expect(await runOperation(id)).toBeNull();
    expect(await db().operation.findUnique({ where: { id } })).toMatchObject({
      ...{ status: 'unknown', attempts: 0, nextAttemptAt: new Date(0) },
    });
    expect(await countRequests(world, provider, /sub_lost/)).toBe(asked);
    await endPause();
    expect(await runOperation(id)).toMatchObject({ attempts: 1 });
    expect(await countRequests(world, provider, /sub_lost/)).toBeGreaterThan(asked);
  });

  test('each failure after a pause doubles the next one, with one alert for all of them', async () => {
    const before = await told();
    await deny(provider, CUSTOMER);
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      await expect(buysFirst(provider)).rejects.toMatchObject(unavailable);
      expect(await pauseOf(provider)).toBe(minutes);
      await endPause();
    }
    expect(await told()).toBe(before + 1);
  });

  test('a first customer made at the provider ends it: the next time is a new one, short, and with an alert', async () => {
    const before = await told();
    await deny(provider, CUSTOMER);
    for (let time = 0; time < 3; time += 1) {
      await expect(buysFirst(provider)).rejects.toMatchObject(unavailable);
      await endPause();
    }
    await world.calm();
    await buysFirst(provider);
    expect(await circuitOf(provider)).toBeNull();
    await deny(provider, CUSTOMER);
    await expect(buysFirst(provider)).rejects.toMatchObject(unavailable);
    expect(await pauseOf(provider)).toBe(1);
    expect(await told()).toBe(before + 2);
  });
});

/** A customer who bought the starter plan just now. */
async function bought(provider: Provider) {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
  const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
  return { user, refund: () => requestRefund(asOwner(user.id), payment.id) };
}

describe.each(PROVIDERS)('while our key may not refund at %s', (provider) => {
  const minutesOf = async () =>
    (await forbiddenAt(provider)).map(({ kind, retryAt }) => [kind, Math.round((+retryAt - Date.now()) / MINUTE)]);

  test('only refunds wait, with one alert that names the permission, and they work again once it is given', async () => {
    const [first, second] = [await bought(provider), await bought(provider)];
    const before = await told();
    const refunds = await countRequests(world, provider, /POST .*\/refunds$/);
    const asked = async () => (await countRequests(world, provider, /POST .*\/refunds$/)) - refunds;
    await forbid(provider, REFUND);
    for (const minutes of [1, 2, 4]) {
      await expect(first.refund()).rejects.toMatchObject(unavailable);
      expect(await minutesOf()).toEqual([['refund', minutes]]);
      const sent = await asked();
      await expect(second.refund()).rejects.toMatchObject(unavailable);
      expect(await asked()).toBe(sent);
      expect(await buysFirst(provider)).toMatchObject({ url: expect.any(String) });
      await endPause();
    }
    expect(await circuitOf(provider)).toBeNull();
    expect(await told()).toBe(before);
    expect(await missing()).toMatchObject([{ closedAt: null, detail: { provider, kind: 'refund' } }]);
    expect(JSON.stringify(await missing())).toContain(provider === 'stripe' ? 'required permissions' : 'write access');
    await world.calm();
    for (const { user, refund } of [first, second]) {
      await refund();
      expect(await operationsOf(user.id)).toContain('refund succeeded');
    }
    expect(await forbiddenAt(provider)).toEqual([]);
    expect(await missing()).toMatchObject([{ closedBy: 'system' }]);
  });

  test('a refusal after it was given is a new one: a short pause, and an alert of its own', async () => {
    const [first, second] = [await bought(provider), await bought(provider)];
    await forbid(provider, REFUND);
    await expect(first.refund()).rejects.toMatchObject(unavailable);
    await world.calm();
    await endPause();
    await first.refund();
    await forbid(provider, REFUND);
    await expect(second.refund()).rejects.toMatchObject(unavailable);
    expect(await minutesOf()).toEqual([['refund', 1]]);
    expect(await missing()).toMatchObject([{ closedBy: 'system' }, { closedAt: null }]);
  });

  test('a page for cards that our key may not open is one failure, however often people click', async () => {
    const { user } = await bought(provider);
    await forbid(provider, provider === 'stripe' ? 'POST .*/checkout/sessions' : 'POST .*/update-payment-method');
    for (let click = 0; click < 3; click += 1)
      await expect(openCardPage(asOwner(user.id))).rejects.toMatchObject(unavailable);
    expect(await operationsOf(user.id)).toEqual(['card-page refused']);
    expect(await minutesOf()).toEqual([['card-page', 1]]);
  });

  test('lookups that may not read stop no other operation of the same round, and are one failure', async () => {
    const { user } = await bought(provider);
    await lostAnswers(provider, 8);
    const { id, mode, externalId } = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
    await db().operation.create({
      data: {
        ...{ workspaceId: user.id, provider, mode, kind: 'cancel', key: `cancel:${id}`, subject: `subscription:${id}` },
        ...{ params: { subscriptionExternalId: externalId }, automatic: true, actor: 'system:test' },
      },
    });
    await forbid(provider, 'sub_lost');
    await runDueOperations('sandbox', provider);
    expect(await operationsOf(user.id)).toEqual(['cancel succeeded']);
    expect(await minutesOf()).toEqual([['schedule-cancel', 1]]);
    expect(await db().operation.count({ where: { actor: 'test', attempts: 0 } })).toBe(7);
  });
});

test.each(PROVIDERS)('checkouts that our key may not make at %s are one failure, with an alert', async (provider) => {
  const { user, refund } = await bought(provider);
  const CHECKOUT = { stripe: 'POST .*/checkout/sessions$', dodo: 'POST .*/checkouts$' }[provider];
  const credits = { plan: 'credits', quantity: 1, currency: 'USD', provider } as const;
  await forbid(provider, CHECKOUT);
  const before = await countRequests(world, provider, new RegExp(CHECKOUT));
  for (let click = 0; click < 3; click += 1)
    await expect(startCheckout(asOwner(user), credits)).rejects.toMatchObject(unavailable);
  expect(await countRequests(world, provider, new RegExp(CHECKOUT))).toBe(before + 1);
  expect(await missing()).toMatchObject([{ closedAt: null, detail: { provider, kind: 'checkout' } }]);
  await refund();
  await world.calm();
  await endPause();
  await startCheckout(asOwner(user), credits);
  expect(await missing()).toMatchObject([{ closedBy: 'system' }]);
  expect(await forbiddenAt(provider)).toEqual([]);
});
