import { afterEach, beforeAll, expect, test } from 'vitest';
import { decideAccess } from '@/lib/billing/access/decide';
import { loadFacts } from '@/lib/billing/access/facts';
import { requestRefund } from '@/lib/billing/account/refund';
import { ensureCustomer } from '@/lib/billing/checkout/customers';
import { sync } from '@/lib/billing/ledger/sync';
import { takeLease } from '@/lib/billing/webhooks/lease';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { asOwner } from '../../fixtures/as-owner';
import { buy, newCustomer, open, pay } from '../../fixtures/customer';
import { drainBilling } from '../../fixtures/drain';
import { PROVIDERS } from '../../fixtures/providers';
import { startWorld, type TestWorld } from '../../fixtures/world';

// A process that dies leaves exactly what it had committed. Each test recreates that state and lets the jobs continue.

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

const now = async (userId: string) => decideAccess(await loadFacts(userId), await businessNow());
const starter = (provider: 'stripe' | 'dodo') =>
  ({ plan: 'starter', interval: 'month', currency: 'USD', provider }) as const;
const PAST = new Date(0);

/** A purchase whose webhooks are stored but never processed. */
async function storedOnly(provider: 'stripe' | 'dodo') {
  const user = await newCustomer();
  const checkout = await open(user, starter(provider));
  world.processing = false;
  await pay(world, checkout);
  await world.control('deliveries/idle', {});
  return user;
}

test('invariant 4: a crash after the event was stored: the jobs process it', async () => {
  const user = await storedOnly('stripe');
  expect((await now(user.id)).level).toBe('none');
  await drainBilling();
  expect((await now(user.id)).level).toBe('full');
});

test('invariant 4: after a crash while processing, no worker touches the target until the lease expires; then the next one finishes', async () => {
  const user = await storedOnly('dodo');
  const event = await db().webhookEvent.findFirstOrThrow({ where: { status: 'received', targetKind: 'subscription' } });
  const { provider, mode, targetId } = event;
  const target = { provider, mode, kind: 'subscription' as const, id: targetId ?? '' };
  expect(await takeLease(target)).not.toBeNull();
  await drainBilling();
  expect((await now(user.id)).level).toBe('none');
  await db().syncTargetLease.updateMany({ where: { targetId: target.id }, data: { until: PAST } });
  await drainBilling();
  expect((await now(user.id)).level).toBe('full');
  expect(await db().webhookEvent.count({ where: { targetId, status: { not: 'processed' } } })).toBe(0);
});

test('invariant 4: a crash inside the transaction: nothing of it stays, and the next attempt writes all of it once', async () => {
  const user = await storedOnly('stripe');
  const event = await db().webhookEvent.findFirstOrThrow({ where: { status: 'received', targetKind: 'subscription' } });
  const target = { kind: 'subscription' as const, id: event.targetId ?? '' };
  const dying = sync('stripe', target, {
    cause: 'test',
    complete: () => {
      throw new Error('killed');
    },
  });
  await expect(dying).rejects.toThrow('killed');
  expect(await db().subscription.count({ where: { workspaceId: user.id } })).toBe(0);
  expect(await db().email.count({ where: { userId: user.id } })).toBe(0);
  await drainBilling();
  expect((await now(user.id)).level).toBe('full');
  expect(await db().email.count({ where: { userId: user.id, kind: 'receipt' } })).toBe(1);
});

test('invariant 4: a crash between sending an email and recording it: it is sent again with the same Message-ID', async () => {
  const user = await newCustomer();
  await buy(world, user, starter('stripe'));
  await db().email.updateMany({
    where: { userId: user.id },
    data: { status: 'sending', leaseToken: 'dead', leaseUntil: PAST },
  });
  await drainBilling();
  const mail = await db().email.findFirstOrThrow({ where: { userId: user.id } });
  expect(mail.status).toBe('sent');
  const { data } = await world.control<{ data: { id: string }[] }>(`mail?to=${encodeURIComponent(user.email)}`);
  expect(data.length).toBe(2);
  const raws = await Promise.all(data.map(({ id }) => world.control<{ raw: string }>(`mail/${id}`)));
  expect(new Set(raws.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1])).size).toBe(1);
});

test.each(PROVIDERS)('invariant 18: a crash after a refund was sent through %s: it is paid once', async (provider) => {
  const user = await newCustomer();
  await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider });
  const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
  await world.control('faults', {
    provider,
    kind: 'timeout_after_effect',
    probability: 1,
    seed: 1,
    match: 'POST .*refunds',
  });
  await expect(requestRefund(asOwner(user.id), payment.id)).rejects.toMatchObject({ status: 409 });
  await world.calm();
  const key = `refund:${payment.id}`;
  expect(await db().operation.findFirst({ where: { key } })).toMatchObject({ status: 'unknown' });
  for (let round = 0; round < 4; round += 1) {
    await db().operation.updateMany({ where: { key }, data: { nextAttemptAt: PAST } });
    await drainBilling();
  }
  await world.quiet();
  expect(await db().operation.findMany({ where: { key } })).toMatchObject([{ status: 'succeeded' }]);
  expect(await db().refund.count({ where: { paymentId: payment.id } })).toBe(1);
});

/** How many times a provider was asked to do something. */
async function asked(provider: 'stripe' | 'dodo', what: RegExp): Promise<number> {
  const { data } = await world.control<{ data: { method: string; path: string }[] }>(
    `requests?provider=${provider}&limit=1000`,
  );
  return data.filter(({ method, path }) => what.test(`${method} ${path}`)).length;
}

test.each(PROVIDERS)(
  'invariant 18: a refund at %s is not sent while its payment cannot be fetched, and not later either',
  async (provider) => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    const before = await asked(provider, /^POST .*refunds$/);
    await world.control('faults', { provider, kind: '429', probability: 1, seed: 1, match: 'GET .*' });
    await expect(requestRefund(asOwner(user.id), payment.id)).rejects.toMatchObject({
      code: 'billing/provider-unavailable',
    });
    const key = `refund:${payment.id}`;
    expect(await db().operation.findFirst({ where: { key } })).toMatchObject({ status: 'withdrawn' });
    await world.calm();
    await db().operation.updateMany({ where: { key }, data: { nextAttemptAt: PAST } });
    await world.quiet();
    expect(await asked(provider, /^POST .*refunds$/)).toBe(before);
    expect(await db().refund.count({ where: { paymentId: payment.id } })).toBe(0);
    await requestRefund(asOwner(user.id), payment.id);
    expect(await db().refund.count({ where: { paymentId: payment.id } })).toBe(1);
  },
);

test.each(PROVIDERS)(
  'invariant 18: a refund at %s whose result is confirmed later still ends the subscription it paid for',
  async (provider) => {
    const user = await newCustomer();
    await buy(world, user, starter(provider));
    const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    const match = 'POST .*refunds';
    await world.control('faults', { provider, kind: 'timeout_after_effect', probability: 1, seed: 1, match });
    await expect(requestRefund(asOwner(user.id), payment.id)).rejects.toMatchObject({ code: 'billing/in-progress' });
    await world.calm();
    await db().operation.updateMany({ where: { key: `refund:${payment.id}` }, data: { nextAttemptAt: PAST } });
    await world.quiet();
    expect(await db().subscription.findMany({ where: { workspaceId: user.id } })).toMatchObject([{ status: 'ended' }]);
  },
);

test('invariant 18: a customer that the jobs created is the one the next attempt buys with', async () => {
  const user = await newCustomer();
  await world.control('faults', {
    provider: 'stripe',
    kind: '429',
    probability: 1,
    seed: 1,
    match: 'POST .*customers',
  });
  await expect(ensureCustomer(asOwner(user), 'stripe')).rejects.toMatchObject({ status: 503 });
  await world.calm();
  await db().operation.updateMany({ where: { workspaceId: user.id }, data: { nextAttemptAt: PAST } });
  await drainBilling();
  const { externalId } = await db().customer.findFirstOrThrow({ where: { workspaceId: user.id } });
  expect(await ensureCustomer(asOwner(user), 'stripe')).toBe(externalId);
});

test('invariant 18: two servers that create one customer create one', async () => {
  const user = await newCustomer();
  const before = await asked('dodo', /^POST .*customers$/);
  const made = await Promise.all(Array.from({ length: 8 }, () => ensureCustomer(asOwner(user), 'dodo')));
  expect(await asked('dodo', /^POST .*customers$/)).toBe(before + 1);
  expect(new Set(made).size).toBe(1);
  expect(await db().customer.count({ where: { workspaceId: user.id } })).toBe(1);
});
