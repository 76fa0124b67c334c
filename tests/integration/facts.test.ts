import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Facts } from '@/lib/billing/access/decide';
import { loadFacts } from '@/lib/billing/access/facts';
import { planOverview } from '@/lib/billing/account/overview';
import { toSubscriptionView } from '@/lib/billing/account/subscription-view';
import { db } from '@/lib/db';
import type { Prisma } from '@/lib/generated/prisma/client';
import {
  DisputeStatus,
  EndReason,
  OperationStatus,
  PaymentStatus,
  RefundStatus,
  SubscriptionStatus,
} from '@/lib/generated/prisma/enums';
import { newCustomer } from '../fixtures/customer';
import { inOrder, slowFacts } from '../fixtures/slow-facts';

const at = (day: number) => new Date(Date.UTC(2027, 2, day, 23, 59, 58, 123));
const OF = { provider: 'stripe', mode: 'sandbox', ticket: 1n } as const;
const coverage = {
  ...{ disputed: true, unbilled: true },
  spans: [
    {
      sku: 'pro_year',
      quantity: 3,
      from: at(1).toISOString(),
      until: at(9).toISOString(),
      standing: 'disputed',
      invoices: ['in_1'],
    },
  ],
};

function subscription(userId: string, more: Partial<Prisma.SubscriptionUncheckedCreateInput> = {}) {
  const externalId = `sub_${randomUUID()}`;
  return db().subscription.create({
    data: {
      ...{
        ...OF,
        workspaceId: userId,
        externalId,
        syncedAt: at(1),
        status: 'active',
        providerStatus: 'x',
        sku: 'pro_month',
      },
      ...{ priceExternalId: 'price_1', quantity: 2, currency: 'USD', amount: 9_007_199_254_740_993n, startedAt: at(1) },
      ...more,
    },
  });
}

/** A payment that gave access, with each of these refunds and disputes. */
async function bought(
  userId: string,
  sku: string,
  status: PaymentStatus,
  {
    refunds = [],
    disputes = [],
    revoked = 0,
  }: { refunds?: RefundStatus[]; disputes?: DisputeStatus[]; revoked?: number },
): Promise<string> {
  const externalId = () => randomUUID();
  const { id } = await db().payment.create({
    data: {
      ...{
        ...OF,
        workspaceId: userId,
        externalId: externalId(),
        status,
        providerStatus: status,
        amount: 1000n,
        currency: 'USD',
      },
      createdAt: at(1),
      grants: { create: { workspaceId: userId, mode: 'sandbox', sku, quantity: 100, revoked } },
      refunds: {
        create: refunds.map((refund) => ({
          ...{ ...OF, externalId: externalId(), status: refund, amount: 600n, currency: 'USD', createdAt: at(2) },
        })),
      },
      disputes: {
        create: disputes.map((dispute) => ({
          ...{ ...OF, externalId: externalId(), status: dispute, providerStatus: 'x', amount: 1000n, currency: 'USD' },
          createdAt: at(2),
        })),
      },
    },
  });
  return id;
}

async function expectSame(userId: string): Promise<Facts> {
  const facts = await loadFacts(userId);
  expect(inOrder(facts)).toEqual(inOrder(await slowFacts(userId)));
  expect(inOrder(await db().$transaction((tx) => loadFacts(userId, tx)))).toEqual(inOrder(facts));
  return facts;
}

describe('one statement reads what many queries would', () => {
  let userId: string;
  beforeAll(async () => {
    userId = (await newCustomer()).id;
  });

  test('of a user who bought nothing', async () => {
    expect(await expectSame(userId)).toEqual({ subscriptions: [], lifetimes: [], gifts: [], credits: 0, members: 1 });
  });

  test('of subscriptions in every state, with and without each date', async () => {
    const dates = { trialEnd: at(2), cancelAt: at(3), pastDueSince: at(4), givenUntil: at(5) };
    for (const status of Object.values(SubscriptionStatus)) {
      await subscription(userId, { status });
      await subscription(userId, { status, ...dates, coverage });
    }
    for (const endReason of Object.values(EndReason))
      await subscription(userId, { status: 'ended', endReason, coverage });
    for (const date of Object.keys(dates)) await subscription(userId, { [date]: at(6) });
    await subscription(userId, { sku: null, coverage });
    const { subscriptions } = await expectSame(userId);
    expect(subscriptions).toHaveLength(2 * 8 + 6 + 4 + 1);
  });

  test('and omits duplicates, other modes, and what sells nothing of ours', async () => {
    const before = await loadFacts(userId);
    await subscription(userId, { duplicateOf: 'another' });
    await subscription(userId, { mode: 'live' });
    await subscription(userId, { sku: null });
    await subscription((await newCustomer()).id);
    expect(inOrder(await expectSame(userId))).toEqual(inOrder(before));
  });

  test('of purchases with money in every state', async () => {
    for (const sku of ['lifetime', 'credits', 'of_long_ago'])
      for (const status of Object.values(PaymentStatus)) {
        await bought(userId, sku, status, { revoked: 30 });
        for (const refund of Object.values(RefundStatus)) {
          await bought(userId, sku, status, { refunds: [refund] });
          await bought(userId, sku, status, { refunds: [refund, 'succeeded'] });
        }
        for (const dispute of Object.values(DisputeStatus)) await bought(userId, sku, status, { disputes: [dispute] });
      }
    const { lifetimes, credits } = await expectSame(userId);
    expect(new Set(lifetimes.map(({ standing }) => standing)).size).toBe(4);
    expect(credits).toBeGreaterThan(0);
  });

  test('of credits that were granted without a purchase', async () => {
    const { credits } = await loadFacts(userId);
    const common = { workspaceId: userId, reason: 'sorry', actor: 'command line' };
    await db().givenCredit.create({ data: { ...common, mode: 'sandbox', key: randomUUID(), amount: 20 } });
    await db().givenCredit.create({ data: { ...common, mode: 'live', key: randomUUID(), amount: 50 } });
    expect((await expectSame(userId)).credits).toBe(credits + 20);
  });

  test('of plan days that were granted, but not of those that were revoked', async () => {
    const common = { workspaceId: userId, reason: 'sorry', actor: 'command line', from: at(1), until: at(9) };
    const give = (plan: string, rest: { mode?: 'live'; endedAt?: Date } = {}) =>
      db().givenAccess.create({ data: { mode: 'sandbox', ...common, plan, key: randomUUID(), ...rest } });
    await give('pro');
    await give('starter', { endedAt: at(2) });
    await give('starter', { mode: 'live' });
    await give('last year’s plan');
    expect((await expectSame(userId)).gifts).toEqual([{ plan: 'pro', from: at(1), until: at(9) }]);
  });

  test('of credits that were spent, and of those being refunded', async () => {
    const { credits } = await loadFacts(userId);
    const spend = (key: string, amount: number, mode: 'sandbox' | 'live' = 'sandbox') =>
      db().creditSpend.create({ data: { workspaceId: userId, mode, key, amount, purpose: 'report' } });
    await spend('one', 7);
    await spend('two', 0);
    await spend('three', 50, 'live');
    expect((await expectSame(userId)).credits).toBe(credits - 7);
    for (const status of Object.values(OperationStatus)) {
      const key = `refund:${await bought(userId, 'credits', 'succeeded', {})}`;
      await db().operation.create({
        data: {
          workspaceId: userId,
          provider: 'stripe',
          mode: 'sandbox',
          kind: 'refund',
          key,
          params: {},
          status,
          actor: 'system',
        },
      });
    }
    // Planned, sent, and unknown may still happen; the other four won't, or appear in the payment.
    expect((await expectSame(userId)).credits).toBe(credits - 7 + 400);
  });
});

test('the current subscription of the overview is the row as Prisma reads it, to the millisecond and the cent', async () => {
  const { id } = await newCustomer();
  const row = await subscription(id, {
    ...{ isCurrent: true, periodEnd: at(20), nextChargeAt: at(21), nextChargeAmount: 9_007_199_254_740_995n },
    ...{ trialEnd: at(2), cancelAt: at(30), paidUntil: at(20), interval: 'month', intervalCount: 3 },
    ...{ items: [], pendingSku: 'starter_year', pendingQuantity: 1, pendingAt: at(22), pausesAt: at(25) },
  });
  const stored = await db().subscription.findUniqueOrThrow({ where: { id: row.id } });
  const overview = await planOverview(id);
  expect(overview.subscription).toEqual(toSubscriptionView(stored));
  expect(overview.subscription?.amount).toBe(9_007_199_254_740_993n);
});

test('a column that a migration adds while the app runs doesn’t affect it', async () => {
  const { id } = await newCustomer();
  await subscription(id, { isCurrent: true });
  const before = await planOverview(id);
  await db().$executeRaw`ALTER TABLE "Subscription" ADD COLUMN added TEXT`;
  await db().$executeRaw`ALTER TABLE "User" ADD COLUMN added TEXT`;
  expect(await planOverview(id)).toEqual({ ...before, asOf: expect.any(Date) });
});
