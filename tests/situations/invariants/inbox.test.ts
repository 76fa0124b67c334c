import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { stripeClient } from '@/lib/billing/providers/stripe/client';
import { MAX_ATTEMPTS } from '@/lib/billing/webhooks/failure';
import { receive } from '@/lib/billing/webhooks/inbox';
import { releaseLease, releasing, takeLease } from '@/lib/billing/webhooks/lease';
import { processAfterResponse } from '@/lib/billing/webhooks/process-after-response';
import { processTarget } from '@/lib/billing/webhooks/process-target';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { buy, newCustomer, open, pay } from '../../fixtures/customer';
import { drainBilling } from '../../fixtures/drain';
import { PROVIDERS } from '../../fixtures/providers';
import { type WatchedIo, watchIo } from '../../fixtures/watch-io';
import { startWorld, type TestWorld, type Webhook } from '../../fixtures/world';

let world: TestWorld;
let io: WatchedIo;
beforeAll(async () => {
  world = await startWorld();
  io = watchIo();
});
afterEach(() => world.calm());
afterAll(async () => {
  io.end();
});

const starter = (provider: 'stripe' | 'dodo') =>
  ({ plan: 'starter', interval: 'month', currency: 'USD', provider }) as const;

/** A Stripe webhook, signed with our secret. */
function signed(type: string, object: object, more: object = {}) {
  const body = JSON.stringify({
    ...{ id: `evt_${randomUUID()}`, object: 'event', type, created: 1, livemode: false, data: { object } },
    ...more,
  });
  const at = Math.floor(Date.now() / 1000);
  const [secret = ''] = env().payments.stripe?.webhookSecrets ?? [];
  const mac = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return { body, headers: { 'stripe-signature': `t=${at},v1=${mac}` } };
}
const take = ({ body, headers }: ReturnType<typeof signed>) => receive('stripe', body, headers);

/** At Dodo Payments a customer's next charge takes two calls of its own: the tax and the wallet. */
const MOST_CALLS = { stripe: 4, dodo: 6 };

describe.each(PROVIDERS)('a checkout’s burst of events at %s', (provider) => {
  test('invariant 30: costs a handful of calls, for a dozen events or so', async () => {
    const user = await newCustomer();
    const checkout = await open(user, starter(provider));
    world.processing = false;
    await pay(world, checkout);
    await world.control('deliveries/idle', {});
    io.providerCalls();
    await drainBilling();
    const calls = io.providerCalls();
    expect(calls.length, calls.join('\n')).toBeLessThanOrEqual(MOST_CALLS[provider]);
    expect(await db().subscription.count({ where: { workspaceId: user.id, isCurrent: true } })).toBe(1);
  });

  test('invariant 30: and so it does when each event is processed as soon as it arrives', async () => {
    const checkout = await open(await newCustomer(), starter(provider));
    const kept: Webhook[] = [];
    world.kept = kept;
    await pay(world, checkout);
    await world.control('deliveries/idle', {});
    io.providerCalls();
    // As after the answer to each webhook; the pause of each is over when all have arrived.
    let all = () => {};
    const arrived = new Promise<void>((resolve) => {
      all = resolve;
    });
    const atWork: Promise<unknown>[] = [];
    for (const { body, headers } of kept) {
      const { target } = await receive(provider, body, headers);
      if (target !== null) atWork.push(processAfterResponse({ provider, mode: 'sandbox', ...target }, arrived));
    }
    expect(atWork.length).toBeGreaterThan(2);
    all();
    await Promise.all(atWork);
    const calls = io.providerCalls();
    expect(calls.length, calls.join('\n')).toBeLessThanOrEqual(MOST_CALLS[provider]);
    expect(await db().webhookEvent.count({ where: { status: { notIn: ['processed', 'ignored'] } } })).toBe(0);
  });
});

test('invariant 16: every event reaches a final state: processed, ignored with its reason, or dead and shown', async () => {
  await buy(world, await newCustomer(), starter('stripe'));
  const stranger = { id: 'sub_that_never_was' };
  await take(signed('customer.subscription.updated', stranger));
  await take(signed('invoice.paid', { id: 'in_1' }));
  await take(signed('a.type.of.tomorrow', {}));
  // Ours, and our database refuses it: a failure of our own.
  const { externalId } = await db().subscription.findFirstOrThrow({ where: { provider: 'stripe' } });
  await db().webhookEvent.deleteMany({ where: { targetId: externalId } });
  await db().$executeRaw`ALTER TABLE "Subscription" ADD CONSTRAINT broken CHECK (currency <> 'USD') NOT VALID`;
  await take(signed('customer.subscription.updated', { id: externalId }));
  await drainBilling();
  expect(await db().webhookEvent.count({ where: { status: 'failed' } })).toBe(1);
  // Nine more attempts, as if their pauses were over.
  const tried = { attempts: MAX_ATTEMPTS - 1, nextAttemptAt: new Date(0) };
  await db().webhookEvent.updateMany({ where: { status: 'failed' }, data: tried });
  await drainBilling();
  await world.quiet();
  const left = await db().webhookEvent.findMany({
    where: { NOT: { status: { in: ['processed', 'dead'] } } },
    select: { status: true, reason: true },
  });
  expect(new Set(left.map(({ status, reason }) => `${status}: ${reason}`))).toEqual(
    new Set(['ignored: foreign', 'ignored: nothing to settle', 'ignored: unknown type']),
  );
  const dead = await db().webhookEvent.findFirstOrThrow({ where: { targetId: externalId } });
  expect(dead).toMatchObject({ status: 'dead', attempts: MAX_ATTEMPTS, error: expect.any(String) });
  expect(await db().alert.count({ where: { key: `dead-event:${dead.id}` } })).toBe(1);
  await db().$executeRaw`ALTER TABLE "Subscription" DROP CONSTRAINT broken`;
});

test('invariant 17: of many workers one gets the lease; when it expires another may, and the first one cannot write', async () => {
  const target = { provider: 'stripe', mode: 'sandbox', kind: 'subscription', id: randomUUID() } as const;
  expect(await takeLease(target)).toBeNull();
  await take(signed('customer.subscription.updated', { id: target.id }));
  const taken = (await Promise.all(Array.from({ length: 20 }, () => takeLease(target)))).filter((it) => it !== null);
  expect(taken).toHaveLength(1);
  const [first] = taken;
  if (first === undefined) throw new Error('no worker got it');
  await db().syncTargetLease.updateMany({ where: { targetId: target.id }, data: { until: new Date(0) } });
  const next = (await Promise.all(Array.from({ length: 20 }, () => takeLease(target)))).filter((it) => it !== null);
  expect(next).toHaveLength(1);
  expect(next[0]?.eventIds).toEqual(first.eventIds);
  expect(await db().$queryRaw(releasing(first))).toEqual([]);
  await releaseLease(first);
  expect(await takeLease(target)).toBeNull();
  await db().webhookEvent.deleteMany({ where: { targetId: target.id } });
});

test('invariant 22: what the provider did not sign leaves no trace at all', async () => {
  const before = await db().webhookEvent.count();
  const { body, headers } = signed('customer.subscription.updated', { id: 'sub_1' });
  await expect(receive('stripe', `${body} `, headers)).rejects.toThrow();
  await expect(receive('stripe', body, {})).rejects.toThrow();
  await expect(receive('dodo', body, headers)).rejects.toThrow();
  expect(await db().webhookEvent.count()).toBe(before);
});

test('invariant 23: an event of an unknown type is accepted, stored without its body, and marked as processed', async () => {
  const novelty = { deep: [1, { of: null }], word: 'Žluťoučký \u0000' };
  const webhook = signed('money.teleported', novelty, { api_version: '2031-01-01.future', surprise: true });
  const received = { type: 'money.teleported', eventId: JSON.parse(webhook.body).id };
  expect(await take(webhook)).toEqual({ target: null, duplicate: false, received: { ...received, deliveries: 1 } });
  expect(await take(webhook)).toEqual({ target: null, duplicate: true, received: { ...received, deliveries: 2 } });
  const kept = await db().webhookEvent.findFirstOrThrow({ where: { type: 'money.teleported' } });
  expect(kept).toMatchObject({
    ...{ status: 'ignored', reason: 'unknown type', deliveries: 2, apiVersion: '2031-01-01.future' },
    payload: {},
  });
});

test('invariant 24: a sandbox event never touches a row of another mode or provider with the same id', async () => {
  const user = await newCustomer();
  await buy(world, user, starter('stripe'));
  const { id: _, ...row } = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
  const twins = [
    { ...row, mode: 'live', isCurrent: true },
    { ...row, mode: 'test', isCurrent: true },
    { ...row, provider: 'dodo', isCurrent: false, duplicateOf: 'another' },
  ] as const;
  await db().subscription.createMany({ data: twins.map((twin) => ({ ...twin, ticket: 0n, items: [], coverage: {} })) });
  const rowsOf = () => db().subscription.findMany({ where: { externalId: row.externalId, ticket: 0n } });
  const before = await rowsOf();
  expect(before).toHaveLength(3);
  await take(signed('customer.subscription.updated', { id: row.externalId }));
  await processTarget({ provider: 'stripe', mode: 'sandbox', kind: 'subscription', id: row.externalId });
  await world.control('clock', { advanceDays: 32 });
  await world.quiet();
  expect(await rowsOf()).toEqual(before);
  const mine = await db().subscription.findFirstOrThrow({
    where: { workspaceId: user.id, provider: 'stripe', mode: 'sandbox' },
  });
  expect(mine.ticket).toBeGreaterThan(row.ticket);
  const live = signed('customer.subscription.updated', { id: row.externalId }, { livemode: true });
  await expect(take(live)).rejects.toThrow('mode');
});

test('invariant 30: a storm of five hundred events about fifty subscriptions costs four calls each', async () => {
  const settings = env().payments.stripe;
  if (settings === null) throw new Error('the sandbox speaks for Stripe');
  const stripe = stripeClient(settings);
  world.processing = false;
  const { externalId: price } = await db().providerPrice.findFirstOrThrow({
    where: { provider: 'stripe', sku: 'starter_month', currency: 'USD', active: true },
  });
  const ids = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const user = await newCustomer();
      const customer = await stripe.customers.create({ email: user.email });
      await db().customer.create({
        data: { workspaceId: user.id, provider: 'stripe', mode: 'sandbox', externalId: customer.id },
      });
      const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
      const made = { customer: customer.id, items: [{ price }], default_payment_method: card.id };
      return (await stripe.subscriptions.create(made)).id;
    }),
  );
  await world.control('deliveries/idle', {});
  await db().webhookEvent.deleteMany();
  const storm = ids.flatMap((id) => Array.from({ length: 10 }, () => signed('customer.subscription.updated', { id })));
  await Promise.all(storm.map(take));
  expect(await db().webhookEvent.count({ where: { status: 'received' } })).toBe(500);
  io.providerCalls();
  await Promise.all([drainBilling(), drainBilling(), drainBilling()]);
  const calls = io.providerCalls();
  expect(calls.length).toBeLessThanOrEqual(200);
  expect(await db().webhookEvent.count({ where: { targetId: { in: ids }, status: 'processed' } })).toBe(500);
  expect(await db().subscription.count({ where: { externalId: { in: ids }, status: 'active' } })).toBe(50);
});

test('invariant 29: no request is sent from inside a transaction', async () => {
  expect(io.transactions).toBeGreaterThan(50);
  expect(io.requests.length).toBeGreaterThan(200);
  expect(io.insideTransactions).toEqual([]);
  // And a request that was sent that way would be seen, from either client.
  await db().$transaction(async () => {
    await fetch(`${world.sandbox.url}/_sandbox/health`);
    await stripeClient(env().payments.stripe ?? { secretKey: '' })
      .balance.retrieve()
      .catch(() => {});
  });
  expect(io.insideTransactions).toEqual(['GET /_sandbox/health', 'GET /v1/balance']);
});
