import { Client } from 'pg';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import { processAfterResponse } from '@/lib/billing/webhooks/process-after-response';
import { db } from '@/lib/db';
import { runMails } from '@/lib/drain';
import { drainOutbox } from '@/lib/mail/outbox';
import { asOwner } from '../fixtures/as-owner';
import { buy, type Customer, newCustomer, open, pay } from '../fixtures/customer';
import { drainBilling } from '../fixtures/drain';
import { during } from '../fixtures/during';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.calm();
  forgetAfterResponses();
  await db().$executeRaw`TRUNCATE "WebhookEvent", "RootLease"`;
  await db().operation.deleteMany({ where: { actor: 'test' } });
  await db().permissionCircuit.deleteMany();
  await db().email.deleteMany({ where: left });
});

/** That a provider seemed to be away, which this process remembers for some seconds. */
function forgetAfterResponses(): void {
  delete (globalThis as { tollgateAfterResponses?: unknown }).tollgateAfterResponses;
}

type Provider = 'stripe' | 'dodo';
const left = { key: { startsWith: 'left:' } };
const OTHER = { stripe: 'dodo', dodo: 'stripe' } as const;
/** The request that cancels a subscription. */
const CANCEL = { stripe: 'POST .*/subscriptions/', dodo: 'PATCH .*/subscriptions/' } as const;
const starter = (provider: Provider) => ({ plan: 'starter', interval: 'month', currency: 'USD', provider }) as const;
const sandbox = { mode: 'sandbox', kind: 'subscription' } as const;
const hang = (provider: Provider) => world.control('faults', { provider, kind: 'timeout_before', hang: true });
const level = async ({ id }: Customer) => (await getAccess(id)).level;

/** Events of unknown subscriptions, due for longer than any other. */
async function leaveEvents(provider: Provider, count: number): Promise<void> {
  await db().webhookEvent.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      ...{ provider, mode: 'sandbox' as const, status: 'failed' as const, nextAttemptAt: new Date(0) },
      ...{ eventId: `evt_left_${index}`, type: 'subscription', payload: {}, occurredAt: new Date(0) },
      ...{ targetKind: 'subscription', targetId: `sub_left_${index}` },
    })),
  });
}

/** Cancellations whose answers were lost, due for longer than any other. */
async function leaveOperations(provider: Provider, workspaceId: string, count: number): Promise<void> {
  await db().operation.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      ...{ workspaceId, provider, mode: 'sandbox' as const, kind: 'schedule-cancel', key: `left:${index}` },
      ...{ params: { subscriptionExternalId: `sub_left_${index}` }, status: 'unknown' as const, actor: 'test' },
      ...{ createdAt: new Date(0), nextAttemptAt: new Date(0) },
    })),
  });
}

/** A purchase whose webhooks are stored and not processed. */
async function buyUnprocessed(provider: Provider): Promise<{ customer: Customer; subscription: string }> {
  const customer = await newCustomer();
  world.processing = false;
  await pay(world, await open(customer, starter(provider)));
  await world.control('deliveries/idle', {});
  world.processing = true;
  const { targetId } = await db().webhookEvent.findFirstOrThrow({
    where: { provider, status: 'received', targetKind: 'subscription' },
    orderBy: { receivedAt: 'desc' },
  });
  return { customer, subscription: targetId ?? '' };
}

describe.each(PROVIDERS)('while %s is away', (provider) => {
  const other = OTHER[provider];

  test(`the next round processes what waits of ${other}, behind any number of events`, async () => {
    await leaveEvents(provider, 700);
    const { customer } = await buyUnprocessed(other);
    await world.control('faults', { provider, kind: '503' });
    await drainBilling();
    expect(await level(customer)).toBe('full');
  });

  test(`and doesn’t answer, events of ${other} are processed by jobs and after responses meanwhile`, async () => {
    await leaveEvents(provider, 150);
    const [first, second] = [await buyUnprocessed(other), await buyUnprocessed(other)];
    await db().webhookEvent.updateMany({
      where: { targetId: second.subscription },
      data: { nextAttemptAt: new Date(Date.now() + 3_600_000) },
    });
    await hang(provider);
    const round = drainBilling();
    const responses = Array.from({ length: 150 }, (_, index) =>
      processAfterResponse({ ...sandbox, provider, id: `sub_left_${index}` }),
    );
    const others = processAfterResponse({ ...sandbox, provider: other, id: second.subscription });
    await during(round, async () => (await level(first.customer)) === 'full');
    await during(round, async () => (await level(second.customer)) === 'full');
    await world.calm();
    await Promise.all([round, others, ...responses]);
  });

  test('its events are left to the jobs after a few tries, also those whose turn was still to come', async () => {
    await leaveEvents(provider, 60);
    await world.control('faults', { provider, kind: '503' });
    const processed = await Promise.all(
      Array.from({ length: 60 }, (_, index) => processAfterResponse({ ...sandbox, provider, id: `sub_left_${index}` })),
    );
    expect(processed).not.toContain(true);
    expect(await db().webhookEvent.count({ where: { provider, error: { not: null } } })).toBeLessThan(20);
  });

  test('and doesn’t answer, receipts are sent meanwhile, and notices wait without an attempt', async () => {
    const [customer, there] = [await newCustomer(), await newCustomer()];
    await buy(world, customer, { ...starter(provider), interval: 'year' });
    await buy(world, there, { ...starter(other), interval: 'year' });
    const notices = { kind: 'renewing', userId: { in: [customer.id, there.id] } };
    await db().email.updateMany({ where: notices, data: { dueAt: new Date(0) } });
    const receipts = { kind: 'receipt', userId: { in: [customer.id, there.id] } };
    await hang(provider);
    const round = runMails();
    const asking = { ...notices, userId: customer.id, status: 'sending' as const };
    await during(round, async () => (await db().email.count({ where: asking })) === 1);
    await db().email.updateMany({ where: receipts, data: { status: 'waiting' } });
    await during(round, async () => (await db().email.count({ where: { ...receipts, status: 'sent' } })) === 2);
    await world.calm();
    await round;
    await db().email.updateMany({ where: notices, data: { status: 'waiting', attempts: 0 } });
    await world.control('faults', { provider, kind: '503' });
    await drainOutbox();
    const [waits] = await db().email.findMany({ where: { ...notices, userId: customer.id } });
    expect(waits).toMatchObject({ status: 'waiting', attempts: 0, error: expect.any(String) });
    expect(await db().email.count({ where: { ...notices, userId: there.id, status: 'sent' } })).toBe(1);
  });

  test(`more of its notices wait than fit into a batch, and those of ${other} are sent`, async () => {
    const [customer, there] = [await newCustomer(), await newCustomer()];
    await buy(world, customer, { ...starter(provider), interval: 'year' });
    await buy(world, there, { ...starter(other), interval: 'year' });
    const of = ({ id }: Customer) => ({ kind: 'renewing', userId: id });
    const [longAgo, hourAgo] = [new Date(0), new Date(Date.now() - 3_600_000)];
    await db().$executeRaw`
      INSERT INTO "Email" (id, key, "userId", "workspaceId", kind, data, "dueAt", "nextAttemptAt")
      SELECT id || n, 'left:' || n, "userId", "workspaceId", kind, data, ${longAgo}, ${longAgo}
      FROM "Email", generate_series(1, 25) n WHERE kind = 'renewing' AND "userId" = ${customer.id}`;
    await db().email.updateMany({ where: of(there), data: { dueAt: hourAgo, nextAttemptAt: hourAgo } });
    await world.control('faults', { provider, kind: '503' });
    await drainOutbox();
    // The longest pause later.
    const putOff = { ...left, error: { not: null } };
    expect(await db().email.count({ where: putOff })).toBe(20);
    await db().email.updateMany({ where: putOff, data: { nextAttemptAt: new Date() } });
    await drainOutbox();
    expect(await db().email.count({ where: { ...of(there), status: 'sent' } })).toBe(1);
  });

  test('a notice whose workspace is busy delays no other one through the same provider', async () => {
    const [busy, free] = [await newCustomer(), await newCustomer()];
    for (const customer of [busy, free]) await buy(world, customer, { ...starter(provider), interval: 'year' });
    const notice = ({ id }: Customer) => ({ kind: 'renewing', userId: id });
    const due = { dueAt: new Date(0), nextAttemptAt: new Date(0) };
    await db().email.updateMany({ where: notice(busy), data: due });
    await db().email.updateMany({ where: notice(free), data: { ...due, nextAttemptAt: new Date(1) } });
    const elsewhere = new Client({ connectionString: process.env.DATABASE_URL });
    await elsewhere.connect();
    try {
      await elsewhere.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`billing:${busy.id}`]);
      await drainOutbox();
    } finally {
      await elsewhere.end();
    }
    expect(await db().email.findFirst({ where: notice(busy) })).toMatchObject({ status: 'waiting', attempts: 0 });
    expect(await db().email.findFirst({ where: notice(free) })).toMatchObject({ status: 'sent' });
  });

  test(`and doesn’t answer, operations of ${other} are done meanwhile`, async () => {
    const customer = await newCustomer();
    await buy(world, customer, starter(other));
    await world.control('faults', { provider: other, kind: 'timeout_after_effect', match: CANCEL[other] });
    await expect(cancelAtPeriodEnd(asOwner(customer.id), { feedback: null, comment: null })).rejects.toThrow();
    await world.calm();
    const asked = { workspaceId: customer.id, kind: 'schedule-cancel' };
    await db().operation.updateMany({ where: { ...asked, status: 'unknown' }, data: { nextAttemptAt: new Date(0) } });
    await leaveOperations(provider, customer.id, 60);
    await hang(provider);
    const round = drainBilling();
    await during(round, async () => (await db().operation.count({ where: { ...asked, status: 'succeeded' } })) === 1);
    await world.calm();
    await round;
  });
});

test.each(PROVIDERS)('what %s forbids our key to read delays nothing else of it, however long', async (provider) => {
  await leaveEvents(provider, 5);
  const { customer } = await buyUnprocessed(provider);
  await leaveOperations(provider, customer.id, 1);
  await world.control('faults', { provider, kind: '403', match: 'sub_left' });
  await drainBilling();
  expect(await level(customer)).toBe('full');
  expect(await db().operation.count({ where: { actor: 'test', attempts: 1 } })).toBe(1);
  const forbidden = { targetId: { startsWith: 'sub_left' } };
  await db().webhookEvent.updateMany({
    where: forbidden,
    data: { nextAttemptAt: new Date(0), lastReceivedAt: new Date(Date.now() - 2 * 3_600_000) },
  });
  await drainBilling();
  const waiting = await db().webhookEvent.findMany({ where: { ...forbidden, status: 'failed', attempts: 0 } });
  expect(waiting).toHaveLength(5);
  expect(waiting.every(({ nextAttemptAt }) => nextAttemptAt > new Date())).toBe(true);
  expect(await db().alert.count({ where: { kind: 'provider unreachable' } })).toBe(0);
  expect(
    await db().alert.count({
      where: { kind: 'key without permission', detail: { path: ['provider'], equals: provider } },
    }),
  ).toBe(1);
});

test.each(PROVIDERS)('a notice about what %s forbids our key to read delays no other notice', async (provider) => {
  const [hidden, seen] = [await newCustomer(), await newCustomer()];
  for (const customer of [hidden, seen]) await buy(world, customer, { ...starter(provider), interval: 'year' });
  const notice = ({ id }: Customer) => ({ kind: 'renewing', userId: id });
  const due = { dueAt: new Date(0), status: 'waiting' as const };
  await db().email.updateMany({ where: notice(hidden), data: { ...due, nextAttemptAt: new Date(0) } });
  await db().email.updateMany({ where: notice(seen), data: { ...due, nextAttemptAt: new Date(1) } });
  const { externalId } = await db().subscription.findFirstOrThrow({ where: { workspaceId: hidden.id } });
  await world.control('faults', { provider, kind: '403', match: externalId });
  await drainOutbox();
  expect(await db().email.findFirst({ where: notice(hidden) })).toMatchObject({ status: 'waiting', attempts: 0 });
  expect(await db().email.findFirst({ where: notice(seen) })).toMatchObject({ status: 'sent' });
});
