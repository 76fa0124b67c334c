import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { dueOperations } from '@/lib/billing/operations/claim';
import { runDueOperations } from '@/lib/billing/operations/run-due';
import { db } from '@/lib/db';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.calm();
  await db().operation.deleteMany({ where: { actor: 'test' } });
});

type Provider = 'stripe' | 'dodo';
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);
const lost = { actor: 'test', key: { startsWith: 'lost:' } };

/** Cancellations whose answers were lost, looked up once and due again. Returns their ids, the longest due first. */
async function lostAnswers(provider: Provider, workspaceId: string, count: number): Promise<string[]> {
  const rows = await db().operation.createManyAndReturn({
    data: Array.from({ length: count }, (_, index) => ({
      ...{ workspaceId, provider, mode: 'sandbox' as const, kind: 'schedule-cancel', key: `lost:${index}` },
      ...{ params: { subscriptionExternalId: `sub_lost_${index}` }, status: 'unknown' as const, actor: 'test' },
      ...{ attempts: 1, sentAt: secondsAgo(600), createdAt: secondsAgo(1_000 - index) },
      nextAttemptAt: secondsAgo(100 + index),
    })),
    select: { id: true },
  });
  return rows.map(({ id }) => id).reverse();
}

/** The end of a subscription, which the system has just planned. */
async function planEnd(provider: Provider) {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
  const { id, mode, externalId } = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
  const operation = await db().operation.create({
    data: {
      ...{ workspaceId: user.id, provider, mode, kind: 'cancel', key: `cancel:${id}`, subject: `subscription:${id}` },
      ...{ params: { subscriptionExternalId: externalId }, automatic: true, actor: 'test' },
    },
  });
  return { user, operation };
}

describe.each(PROVIDERS)('at %s', (provider) => {
  test('what was planned just now runs before what is looked up again, and that in the order in which it is due', async () => {
    const { user, operation } = await planEnd(provider);
    const again = await lostAnswers(provider, user.id, 5);
    expect(await dueOperations('sandbox', provider)).toEqual([operation.id, ...again]);
  });

  test('a hundred lookups that fail delay no new operation', async () => {
    const { user, operation } = await planEnd(provider);
    await lostAnswers(provider, user.id, 100);
    await world.control('faults', { provider, kind: 'timeout_before', match: 'sub_lost' });
    await runDueOperations('sandbox', provider);
    expect(await db().operation.findUnique({ where: { id: operation.id } })).toMatchObject({ status: 'succeeded' });
  });

  test('a round stops at a provider that is away, and counts no attempt of what it did not ask for', async () => {
    const { id } = await newCustomer();
    const due = await lostAnswers(provider, id, 30);
    await world.control('faults', { provider, kind: '503' });
    expect(await runDueOperations('sandbox', provider)).toEqual({ due: 30, more: false });
    const [asked, left] = [due.slice(0, 3), due.slice(3)];
    expect(await db().operation.count({ where: { ...lost, id: { in: asked }, attempts: 2 } })).toBe(3);
    const untouched = { attempts: 1, error: null, status: 'unknown' as const, nextAttemptAt: { lt: secondsAgo(60) } };
    expect(await db().operation.count({ where: { ...lost, ...untouched, id: { in: left } } })).toBe(27);
  });

  test('one that fails among others that are answered stops nothing', async () => {
    const { id } = await newCustomer();
    await lostAnswers(provider, id, 12);
    await world.control('faults', { provider, kind: '500', match: 'sub_lost_(10|7|4)$' });
    await runDueOperations('sandbox', provider);
    expect(await db().operation.count({ where: { ...lost, attempts: 2 } })).toBe(12);
  });
});
