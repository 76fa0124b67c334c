import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RateTable } from '@/config/rates';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import { monthlyRevenue } from '@/lib/billing/ledger/mrr';
import { operatorRefund } from '@/lib/billing/operators/refund';
import type { Provider } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { readPeriod } from '@/lib/operators/revenue/period';
import { revenueReport } from '@/lib/operators/revenue/report';
import { PRISMA } from '../../scripts/lib/migrations';
import { tsx } from '../../scripts/lib/tools.mjs';
import { asOwner } from '../fixtures/as-owner';
import { runNode } from '../fixtures/commands';
import { PROVIDERS } from '../fixtures/providers';
import { buys, latestPayment, stage } from '../fixtures/stage';

const scene = stage();
const monthly = (plan: 'starter' | 'pro', provider: Provider) =>
  ({ plan, interval: 'month', currency: 'USD', provider }) as const;

const dollars = async (from: string, to: string) => {
  const { currencies } = await revenueReport(readPeriod(from, to, await businessNow()), 'day');
  return currencies.find(({ currency }) => currency === 'USD');
};

/** The revenue ledger without row ids. */
const ledger = async () =>
  db().mrrChange.findMany({
    omit: { id: true },
    orderBy: [{ ticket: 'asc' }, { subscriptionId: 'asc' }, { amount: 'asc' }],
  });

describe.each(PROVIDERS)('at %s', (provider) => {
  test('a customer who joins, leaves, and returns is in the bridge of each month, and past months stay as they were', async () => {
    const story = scene.story();
    const year = (await businessNow()).getUTCFullYear();
    const march = [`${year}-03-01`, `${year}-03-31`] as const;
    await buys(story, monthly('starter', provider));
    await story.world.quiet();
    const then = await dollars(...march);
    expect(then).toMatchObject({
      ...{ start: 0n, end: 900n, arr: 10_800n, customers: 1, terms: { new: { amount: 900n, customers: 1 } } },
      net: { gross: 900n, tax: 0n, refunds: 0n, disputes: 0n, net: 900n },
    });
    await cancelAtPeriodEnd(asOwner(story.user.id), { feedback: null, comment: null });
    await story.days(40);
    await story.world.quiet();
    expect(await dollars(`${year}-04-01`, `${year}-04-30`)).toMatchObject({
      ...{ start: 900n, end: 0n, customers: 0, terms: { churn: { amount: -900n, customers: 1 } } },
    });
    await story.days(30);
    await buys(story, monthly('starter', provider));
    await story.world.quiet();
    expect(await dollars(`${year}-05-01`, `${year}-05-31`)).toMatchObject({
      ...{ start: 0n, end: 900n, terms: { reactivation: { amount: 900n, customers: 1 }, new: { customers: 0 } } },
    });
    expect(await dollars(...march)).toEqual(then);
    const contracts = await db().subscription.findMany();
    const { _sum } = await db().mrrChange.aggregate({ _sum: { amount: true } });
    expect(_sum.amount).toBe(contracts.reduce((sum, contract) => sum + monthlyRevenue(contract), 0n));
  });

  test('a trial counts nothing until it is paid, and refunds reduce net revenue', async () => {
    const story = scene.story();
    const year = (await businessNow()).getUTCFullYear();
    await buys(story, monthly('pro', provider));
    await story.world.quiet();
    const march = readPeriod(`${year}-03-01`, `${year}-03-10`, await businessNow());
    const early = await revenueReport(march, 'day');
    expect(early.trials).toMatchObject({ running: 1, started: 1, converted: 0 });
    expect(early.currencies.find(({ currency }) => currency === 'USD')?.end ?? 0n).toBe(0n);
    await story.days(15);
    await story.world.quiet();
    const paid = await revenueReport(readPeriod(`${year}-03-01`, `${year}-03-31`, await businessNow()), 'week');
    expect(paid.trials).toMatchObject({ running: 0, started: 1, converted: 1, lost: 0 });
    const payment = await latestPayment(story);
    const part = { payment: payment.id, amount: 500n, items: [], reason: 'slow', actor: 'command line' };
    await operatorRefund(part);
    await story.days(6);
    await story.world.quiet();
    expect((await dollars(`${year}-03-01`, `${year}-03-31`))?.net).toMatchObject({
      ...{ gross: payment.amount, refunds: 500n, net: payment.amount - 500n },
    });
    expect((await revenueReport(march, 'day')).trials).toMatchObject({ running: 1, started: 1, converted: 0 });
  });
});

test('the migration computes the revenue of earlier sales as the app would have written it', async () => {
  const story = scene.story();
  await buys(story, monthly('starter', 'stripe'));
  await story.world.quiet();
  await cancelAtPeriodEnd(asOwner(story.user.id), { feedback: null, comment: null });
  await story.days(40);
  await story.world.quiet();
  const written = await ledger();
  expect(written.map(({ amount }) => amount)).toEqual([900n, -900n]);
  const sql = await readFile(join(PRISMA, 'migrations', '20261128234700_operators_house', 'migration.sql'), 'utf8');
  // A user paid then; the column has another name since.
  const backfill = sql.slice(sql.indexOf('WITH state AS')).replaceAll('"userId"', '"workspaceId"');
  await db().mrrChange.deleteMany({});
  await db().$executeRawUnsafe(backfill);
  expect(await ledger()).toEqual(written);
});

test('in one currency, a customer who pays in two counts once', async () => {
  const story = scene.story();
  await buys(story, monthly('starter', 'stripe'));
  await story.world.quiet();
  const { id: _, ...change } = await db().mrrChange.findFirstOrThrow();
  await db().mrrChange.create({ data: { ...change, currency: 'EUR', ticket: change.ticket + 1n } });
  const year = (await businessNow()).getUTCFullYear();
  const rates: RateTable = { currency: 'USD', asOf: `${year}-03-01`, rates: { EUR: '1.1' } };
  const march = readPeriod(`${year}-03-01`, `${year}-03-31`, await businessNow());
  const { sum, currencies } = await revenueReport(march, 'day', rates);
  expect(currencies.map(({ currency, customers }) => [currency, customers])).toEqual([
    ['EUR', 1],
    ['USD', 1],
  ]);
  expect(sum).toMatchObject({
    ...{ asOf: rates.asOf, missing: [] },
    revenue: { currency: 'USD', end: 1890n, customers: 1, terms: { new: { amount: 1890n, customers: 1 } } },
  });
  // Without a rate its euros are left out, but no customer who also pays in dollars is.
  const left = await revenueReport(march, 'day', { ...rates, rates: {} });
  expect(left.sum).toMatchObject({ missing: ['EUR'], revenue: { end: 900n, customers: 1 } });
});

test('the command prints the same numbers as a table', async () => {
  const story = scene.story();
  await buys(story, monthly('starter', 'stripe'));
  await story.world.quiet();
  const year = (await businessNow()).getUTCFullYear();
  const command = (...words: string[]) =>
    runNode([...tsx('scripts/billing-revenue.ts'), '--from', `${year}-03-01`, '--to', `${year}-03-31`, ...words]);
  expect((await command()).output).toContain('USD,mrr_end,9.00,1');
  expect((await command('--customers')).output).toContain(`${story.user.id},USD,new,9.00`);
});
