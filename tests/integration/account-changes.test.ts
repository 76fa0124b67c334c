import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd, cancelNow } from '@/lib/billing/account/cancel';
import { cancelTerms } from '@/lib/billing/account/cancel-terms';
import { changePlan, previewChange, undoChange } from '@/lib/billing/account/change';
import { changeOptions } from '@/lib/billing/account/change-options';
import { billingOverview } from '@/lib/billing/account/overview';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { recentOutcome } from '@/lib/billing/operations/action-status';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, FAILS_LATER_CARD, newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.restart());

type Provider = 'stripe' | 'dodo';
const plan = (provider: Provider, sku: 'starter' | 'pro', interval: 'month' | 'year' = 'month'): CheckoutInput => ({
  ...{ plan: sku, interval, currency: 'USD', provider },
});
/** What the page for canceling immediately shows, sealed. */
const shown = async (userId: string) => (await cancelTerms(userId)).terms;
const held = (userId: string) =>
  db().subscription.findFirstOrThrow({ where: { workspaceId: userId, isCurrent: true } });

async function advance(days: number): Promise<void> {
  await world.control('clock', { advanceDays: days });
  await world.quiet();
}

/** A customer whose first payment succeeded and whose card declines from then on. */
async function withAWeakCard(provider: Provider) {
  const user = await newCustomer();
  expect(await pay(world, await open(user, plan(provider, 'starter')), FAILS_LATER_CARD)).toBe(true);
  await world.quiet();
  return user;
}

async function change(userId: string, to: Parameters<typeof previewChange>[1]) {
  const preview = await previewChange(userId, to);
  await changePlan(asOwner(userId), to, preview.terms);
  return preview;
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('the other plans are offered, each with its price and start date', async () => {
    const user = await newCustomer();
    await buy(world, user, plan(provider, 'starter'));
    const { from, options, trial, periodEnd } = await changeOptions(user.id);
    expect({ from, trial }).toMatchObject({ from: { name: 'Starter (monthly)' }, trial: false });
    expect(periodEnd).toEqual((await held(user.id)).periodEnd);
    expect(options.map(({ name, amount, when }) => [name, amount, when])).toEqual([
      ['Starter (yearly)', 9000n, 'now'],
      ['Pro (monthly)', 2900n, 'now'],
      ['Pro (yearly)', 29000n, 'now'],
    ]);
  });

  test('a customer without a subscription, or with one that is about to end, is offered nothing', async () => {
    const user = await newCustomer();
    await expect(changeOptions(user.id)).rejects.toMatchObject({ code: 'billing/no-subscription' });
    await buy(world, user, plan(provider, 'starter'));
    await cancelAtPeriodEnd(asOwner(user.id), { feedback: 'unused', comment: null });
    await expect(changeOptions(user.id)).rejects.toMatchObject({ code: 'billing/not-changeable' });
  });

  test('in a trial even a longer plan costs nothing now: it begins when the trial ends', async () => {
    const user = await newCustomer();
    await buy(world, user, plan(provider, 'pro'));
    const { trialEnd } = await held(user.id);
    const yearly = await change(user.id, { plan: 'pro', interval: 'year' });
    expect(yearly).toMatchObject({ trial: true, when: 'period_end', dueNow: 0n, amount: 29000n, firstAt: trialEnd });
    await world.quiet();
    expect(await held(user.id)).toMatchObject({
      sku: 'pro_month',
      pendingSku: 'pro_year',
      status: 'trialing',
      trialEnd,
    });
    expect(await db().payment.count({ where: { workspaceId: user.id, amount: { gt: 0 } } })).toBe(0);
    await advance(15);
    expect(await held(user.id)).toMatchObject({ sku: 'pro_year', status: 'active' });
    expect(await db().payment.findMany({ where: { workspaceId: user.id } })).toMatchObject([
      { amount: 29000n, status: 'succeeded' },
    ]);
  });

  test('a downgrade chosen during a trial begins when the trial ends, and is the first thing charged', async () => {
    const user = await newCustomer();
    await buy(world, user, plan(provider, 'pro'));
    const { trialEnd, periodEnd } = await held(user.id);
    const cheaper = await change(user.id, { plan: 'starter', interval: 'month' });
    expect(cheaper).toMatchObject({ trial: true, when: 'period_end', dueNow: 0n, startsAt: trialEnd });
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ sku: 'pro_month', status: 'trialing', trialEnd });
    const { subscription } = await billingOverview(user.id);
    expect(subscription?.pending).toEqual({
      name: 'Starter (monthly)',
      planName: 'Starter',
      quantity: 1,
      interval: 'month',
      amount: 900n,
      at: periodEnd,
    });
    await advance(15);
    expect(await held(user.id)).toMatchObject({ sku: 'starter_month', status: 'active' });
    expect(await db().payment.findMany({ where: { workspaceId: user.id } })).toMatchObject([
      { amount: 900n, status: 'succeeded' },
    ]);
  });

  test('one change can be scheduled at a time, and once undone it never happens', async () => {
    const user = await newCustomer();
    await buy(world, user, plan(provider, 'pro', 'year'));
    await advance(20);
    await change(user.id, { plan: 'starter', interval: 'month' });
    await world.quiet();
    expect(await recentOutcome(asOwner(user.id), 'change')).toBe('done');
    await expect(changeOptions(user.id)).rejects.toMatchObject({ code: 'billing/change-planned' });
    await expect(previewChange(user.id, { plan: 'pro', interval: 'month' })).rejects.toMatchObject({
      code: 'billing/change-planned',
    });
    await undoChange(asOwner(user.id));
    await world.quiet();
    expect((await billingOverview(user.id)).subscription?.pending).toBeNull();
    expect((await changeOptions(user.id)).options).toHaveLength(3);
    await advance(366);
    expect(await held(user.id)).toMatchObject({ sku: 'pro_year', status: 'active' });
  });

  test('a declined upgrade changes nothing and shows an error', async () => {
    const user = await withAWeakCard(provider);
    await advance(5);
    await expect(change(user.id, { plan: 'pro', interval: 'month' })).rejects.toMatchObject({
      code: 'billing/provider-refused',
    });
    await world.quiet();
    expect(await recentOutcome(asOwner(user.id), 'change')).toBe('refused');
    expect(await held(user.id)).toMatchObject({ sku: 'starter_month', status: 'active' });
    const { access } = await billingOverview(user.id);
    expect(access).toMatchObject({ plan: 'starter', level: 'full', reason: 'paid' });
  });

  test('outdated amounts are not charged', async () => {
    const user = await newCustomer();
    await buy(world, user, plan(provider, 'starter'));
    const to = { plan: 'pro', interval: 'month' } as const;
    const { terms } = await previewChange(user.id, to);
    await world.control('clock', { advanceSeconds: 11 * 60 });
    await expect(changePlan(asOwner(user.id), to, terms)).rejects.toMatchObject({ code: 'billing/preview-expired' });
    expect(await recentOutcome(asOwner(user.id), 'change')).toBeNull();
    expect(await db().operation.count({ where: { workspaceId: user.id, kind: 'change-now' } })).toBe(0);
  });

  test('a change with an unknown result is shown as pending, and is then resolved', async () => {
    const user = await newCustomer();
    await buy(world, user, plan(provider, 'starter'));
    const to = { plan: 'pro', interval: 'month' } as const;
    const { terms } = await previewChange(user.id, to);
    await db().operation.create({
      data: {
        ...{ workspaceId: user.id, provider, mode: 'sandbox', kind: 'change-now', actor: `user:${user.id}` },
        ...{
          key: `change:${user.id}`,
          subject: `subscription:${(await held(user.id)).id}`,
          params: {},
          status: 'unknown',
        },
        nextAttemptAt: new Date(Date.now() + 3_600_000),
      },
    });
    expect(await recentOutcome(asOwner(user.id), 'change')).toBe('pending');
    await expect(changePlan(asOwner(user.id), to, terms)).rejects.toMatchObject({ code: 'billing/in-progress' });
  });

  test('a past-due subscription ends immediately when its owner says so; one that was paid meanwhile is not ended unseen', async () => {
    const user = await withAWeakCard(provider);
    const { paidUntil } = await held(user.id);
    const early = await shown(user.id);
    await world.control('clock', { advanceSeconds: 3_601 });
    await expect(cancelNow(asOwner(user.id), early)).rejects.toMatchObject({ code: 'billing/preview-expired' });
    await advance(32);
    expect(await held(user.id)).toMatchObject({ status: 'past_due', paidUntil });
    expect(await cancelTerms(user.id)).toMatchObject({ loses: null, owing: true, refund: null });
    await cancelNow(asOwner(user.id), await shown(user.id));
    await world.quiet();
    expect(await recentOutcome(asOwner(user.id), 'cancel')).toBe('done');
    expect(await db().subscription.findFirst({ where: { workspaceId: user.id } })).toMatchObject({
      status: 'ended',
      isCurrent: false,
    });
    await advance(30);
    expect(await db().payment.count({ where: { workspaceId: user.id, status: 'succeeded' } })).toBe(1);
  });

  test('other users see none of it', async () => {
    const user = await newCustomer();
    await buy(world, user, plan(provider, 'starter'));
    await cancelAtPeriodEnd(asOwner(user.id), { feedback: null, comment: null });
    expect(await recentOutcome(asOwner(user.id), 'cancel')).toBe('done');
    expect(await recentOutcome(asOwner((await newCustomer()).id), 'cancel')).toBeNull();
  });
});
