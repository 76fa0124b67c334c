import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { type ChangeInput, changePlan, previewChange, undoChange } from '@/lib/billing/account/change';
import { changeOptions } from '@/lib/billing/account/change-options';
import { billingOverview } from '@/lib/billing/account/overview';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { runReport } from '@/lib/reports/run';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.restart());

type Provider = 'stripe' | 'dodo';
const pro = (quantity?: number): ChangeInput => ({
  ...{ plan: 'pro', interval: 'month' },
  ...(quantity === undefined ? {} : { quantity }),
});
const held = (userId: string) =>
  db().subscription.findFirstOrThrow({ where: { workspaceId: userId, isCurrent: true } });
const latest = (userId: string) =>
  db().payment.findFirstOrThrow({
    where: { workspaceId: userId, status: 'succeeded' },
    orderBy: { createdAt: 'desc' },
  });

async function advance(days: number): Promise<void> {
  await world.control('clock', { advanceDays: days });
  await world.quiet();
}

/** A customer with Pro who is past the trial and ten days into a paid month. */
async function withPro(provider: Provider) {
  const user = await newCustomer();
  const input: CheckoutInput = { plan: 'pro', interval: 'month', currency: 'USD', provider };
  await buy(world, user, input);
  await advance(25);
  expect(await held(user.id)).toMatchObject({ status: 'active', quantity: 1, amount: 2900n });
  return user;
}

async function change(userId: string, to: ChangeInput) {
  const preview = await previewChange(userId, to);
  await changePlan(asOwner(userId), to, preview.terms);
  await world.quiet();
  return preview;
}

/** A report over more days than Pro includes, a different number each time. */
const longSeries = (first: number) =>
  Array.from({ length: 40 }, (_, day) => {
    const at = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
    return `${at}, ${day === 0 ? first : day}`;
  }).join('\n');

describe.each(PROVIDERS)('through %s', (provider) => {
  test('more seats start immediately, for exactly the previewed amount, and renew together', async () => {
    const user = await withPro(provider);
    await world.control('clock', { freeze: true });
    const preview = await change(user.id, pro(5));
    expect(preview).toMatchObject({ when: 'now', seats: { from: 1, to: 5 }, amount: 14500n });
    expect(preview.dueNow).toBeGreaterThan(0n);
    expect(preview.dueNow).toBeLessThan(4n * 2900n);
    expect(await latest(user.id)).toMatchObject({ amount: preview.dueNow });
    expect(await held(user.id)).toMatchObject({ sku: 'pro_month', quantity: 5, amount: 14500n });
    expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', level: 'full', seats: 5 });
    await world.control('clock', { freeze: false });
    await advance(32);
    expect(await latest(user.id)).toMatchObject({ amount: 14500n });
  });

  test('fewer seats wait for the end of the paid period, and can be undone until then', async () => {
    const user = await withPro(provider);
    await change(user.id, pro(3));
    const fewer = await change(user.id, pro(2));
    expect(fewer).toMatchObject({ when: 'period_end', dueNow: 0n, amount: 5800n });
    expect(await held(user.id)).toMatchObject({ quantity: 3, pendingSku: 'pro_month', pendingQuantity: 2 });
    expect((await billingOverview(user.id)).subscription?.pending).toMatchObject({ quantity: 2, amount: 5800n });
    expect(await getAccess(user.id)).toMatchObject({ seats: 3 });
    await undoChange(asOwner(user.id));
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ quantity: 3, pendingSku: null, pendingQuantity: null });
    await change(user.id, pro(1));
    await advance(32);
    expect(await held(user.id)).toMatchObject({ quantity: 1, amount: 2900n, pendingQuantity: null });
    expect(await latest(user.id)).toMatchObject({ amount: 2900n });
    expect(await getAccess(user.id)).toMatchObject({ seats: 1 });
  });

  test('up to the plan’s limit and no further; the same number is no change', async () => {
    const user = await withPro(provider);
    expect((await changeOptions(user.id)).seats).toEqual({ now: 1, max: 100, each: 2900n });
    await expect(previewChange(user.id, pro(101))).rejects.toMatchObject({ code: 'request/invalid' });
    await expect(previewChange(user.id, pro(1))).rejects.toMatchObject({ code: 'billing/same-plan' });
    await expect(previewChange(user.id, pro())).rejects.toMatchObject({ code: 'billing/same-plan' });
    await expect(previewChange(user.id, { plan: 'starter', interval: 'month', quantity: 2 })).rejects.toMatchObject({
      code: 'request/invalid',
    });
  });

  test('a single-seat plan takes over with one seat, a longer one with all of them', async () => {
    const user = await withPro(provider);
    await change(user.id, pro(4));
    const { options } = await changeOptions(user.id);
    expect(options.map(({ name, seats, amount, when }) => [name, seats, amount, when])).toEqual([
      ['Starter (monthly)', 1, 900n, 'period_end'],
      ['Starter (yearly)', 1, 9000n, 'period_end'],
      ['Pro (yearly)', 4, 116000n, 'now'],
    ]);
    await change(user.id, { plan: 'starter', interval: 'month' });
    await advance(32);
    expect(await held(user.id)).toMatchObject({ sku: 'starter_month', quantity: 1, amount: 900n });
  });

  test('the answer is lost after the seats were bought: they are bought once', async () => {
    const user = await withPro(provider);
    const { terms, dueNow } = await previewChange(user.id, pro(2));
    const match = provider === 'stripe' ? 'POST .*/subscriptions/sub_' : 'POST .*/change-plan$';
    await world.control('faults', { provider, kind: 'timeout_after_effect', probability: 1, match });
    await expect(changePlan(asOwner(user.id), pro(2), terms)).rejects.toMatchObject({ code: 'billing/in-progress' });
    await world.calm();
    for (let round = 0; round < 4; round += 1) {
      await db().operation.updateMany({
        where: { workspaceId: user.id, status: 'unknown' },
        data: { nextAttemptAt: new Date(0) },
      });
      await world.quiet();
    }
    expect(await held(user.id)).toMatchObject({ quantity: 2 });
    const charges = await db().payment.findMany({
      where: { workspaceId: user.id, status: 'succeeded', amount: { lt: 2900n } },
    });
    expect(charges).toHaveLength(1);
    const off = (charges[0]?.amount ?? 0n) - dueNow;
    expect(off > -3n && off < 3n).toBe(true);
  });
});

test('each additional seat includes ten long reports a month; after them credits are used', async () => {
  const user = await withPro('stripe');
  await expect(runReport(asOwner(user.id), longSeries(1000), 'reports')).rejects.toMatchObject({
    code: 'billing/not-enough-credits',
  });
  await change(user.id, pro(2));
  await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' });
  for (let report = 0; report < 10; report += 1) {
    expect(await runReport(asOwner(user.id), longSeries(report), 'reports')).toMatchObject({
      charged: false,
      credits: 100,
    });
  }
  expect(await runReport(asOwner(user.id), longSeries(0), 'reports')).toMatchObject({ charged: false, credits: 100 });
  expect(await runReport(asOwner(user.id), longSeries(10), 'reports')).toMatchObject({ charged: true, credits: 99 });
  expect(await runReport(asOwner(user.id), longSeries(10), 'reports')).toMatchObject({ charged: false, credits: 99 });
});
