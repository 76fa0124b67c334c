import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { cancelNow } from '@/lib/billing/account/cancel';
import { cancelTerms } from '@/lib/billing/account/cancel-terms';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { changeOptions } from '@/lib/billing/account/change-options';
import { billingOverview } from '@/lib/billing/account/overview';
import { pauseSubscription, pauseTerms, resumeSubscription, resumeTerms } from '@/lib/billing/account/pause';
import { type CheckoutInput, startCheckout } from '@/lib/billing/checkout/start';
import { recentOutcome } from '@/lib/billing/operations/action-status';
import { businessNow } from '@/lib/clock';
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
const DAY = 86_400_000;
const starter = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'starter', interval: 'month', currency: 'USD', provider },
});
/** What the pages show, sealed. */
const shown = async (userId: string) => (await cancelTerms(userId)).terms;
const shownAgain = async (userId: string) => (await resumeTerms(userId)).terms;
const held = (userId: string) =>
  db().subscription.findFirstOrThrow({ where: { workspaceId: userId, isCurrent: true } });
const paidTimes = (userId: string) => db().payment.count({ where: { workspaceId: userId, status: 'succeeded' } });
const daysFromNow = async (date: Date | null) => ((date?.getTime() ?? 0) - (await businessNow()).getTime()) / DAY;

async function advance(days: number): Promise<void> {
  await world.control('clock', { advanceDays: days });
  await world.quiet();
}

async function subscribed(provider: Provider) {
  const user = await newCustomer();
  await buy(world, user, starter(provider));
  return user;
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('while it is paused nothing is charged and no second one can be bought, and then it resumes', async () => {
    const user = await subscribed(provider);
    expect(await pauseTerms(user.id)).toMatchObject({
      ...{ plan: 'Starter', begins: provider === 'stripe' ? 'period_end' : 'now' },
      paidUntil: (await held(user.id)).paidUntil,
    });
    await pauseSubscription(asOwner(user.id));
    await world.quiet();
    expect(await recentOutcome(asOwner(user.id), 'pause')).toBe('done');
    await expect(pauseSubscription(asOwner(user.id))).rejects.toMatchObject({ code: 'billing/not-changeable' });
    await expect(changeOptions(user.id)).rejects.toMatchObject({ code: 'billing/not-changeable' });
    await advance(70);
    expect(await held(user.id)).toMatchObject({ status: 'paused', pausesAt: null });
    expect(await getAccess(user.id)).toMatchObject({ level: 'none', reason: 'paused' });
    expect(await paidTimes(user.id)).toBe(1);
    await expect(startCheckout(asOwner(user), starter(provider))).rejects.toMatchObject({
      code: 'billing/already-subscribed',
    });
    const terms = await resumeTerms(user.id);
    expect(terms).toMatchObject({ amount: 900n, dueNow: provider === 'stripe' ? 900n : 0n });
    const forged = `${terms.terms.slice(0, -2)}AA`;
    await expect(resumeSubscription(asOwner(user.id), forged)).rejects.toMatchObject({
      code: 'billing/preview-expired',
    });
    await resumeSubscription(asOwner(user.id), terms.terms);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full', reason: 'paid' });
    await world.quiet();
    expect(await recentOutcome(asOwner(user.id), 'resume')).toBe('done');
    expect(await held(user.id)).toMatchObject({ status: 'active', pausesAt: null, pausedAt: null });
    expect(await paidTimes(user.id)).toBe(provider === 'stripe' ? 2 : 1);
    expect(await daysFromNow((await held(user.id)).paidUntil)).toBeGreaterThan(26);
    await advance(32);
    expect(await paidTimes(user.id)).toBe(provider === 'stripe' ? 3 : 2);
    await expect(resumeTerms(user.id)).rejects.toMatchObject({ code: 'billing/not-changeable' });
  });

  test('a paused plan ends immediately when its owner says so', async () => {
    const user = await subscribed(provider);
    await pauseSubscription(asOwner(user.id));
    await advance(40);
    expect(await cancelTerms(user.id)).toMatchObject({ paused: true, owing: false, refund: null });
    await cancelNow(asOwner(user.id), await shown(user.id));
    await advance(60);
    expect(await db().subscription.findFirst({ where: { workspaceId: user.id } })).toMatchObject({ status: 'ended' });
    expect(await getAccess(user.id)).toMatchObject({ level: 'none', reason: 'ended' });
    expect(await paidTimes(user.id)).toBe(1);
  });

  test('two clicks pause it once, and a lost answer is looked up', async () => {
    const user = await subscribed(provider);
    const match = provider === 'stripe' ? 'POST .*/subscriptions/' : 'PATCH';
    await world.control('faults', { provider, kind: 'timeout_after_effect', probability: 1, match });
    await expect(pauseSubscription(asOwner(user.id))).rejects.toMatchObject({ code: 'billing/in-progress' });
    expect(await recentOutcome(asOwner(user.id), 'pause')).toBe('pending');
    await world.calm();
    await db().operation.updateMany({ where: { workspaceId: user.id }, data: { nextAttemptAt: new Date(0) } });
    await world.quiet();
    expect(await recentOutcome(asOwner(user.id), 'pause')).toBe('done');
    const again = await shownAgain(user.id);
    const clicks = await Promise.allSettled([
      resumeSubscription(asOwner(user.id), again),
      resumeSubscription(asOwner(user.id), again),
    ]);
    expect(clicks.some(({ status }) => status === 'fulfilled')).toBe(true);
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ status: 'active', pausesAt: null });
    expect(await paidTimes(user.id)).toBe(1);
  });

  test('neither a trial nor a plan that is about to end can be paused, nor can a customer without one pause', async () => {
    const user = await newCustomer();
    await expect(pauseTerms(user.id)).rejects.toMatchObject({ code: 'billing/no-subscription' });
    await buy(world, user, { plan: 'pro', interval: 'month', currency: 'USD', provider });
    await expect(pauseTerms(user.id)).rejects.toMatchObject({ code: 'billing/not-changeable' });
  });
});

test('at Stripe the paid period stays open to its end, and until then the pause can be undone', async () => {
  const user = await subscribed('stripe');
  const { periodEnd } = await held(user.id);
  await pauseSubscription(asOwner(user.id));
  await world.quiet();
  const { subscription, access } = await billingOverview(user.id);
  expect(subscription).toMatchObject({ status: 'active', pausesAt: periodEnd, renewsAt: null });
  expect(access).toMatchObject({ level: 'full', reason: 'paid' });
  expect(await resumeTerms(user.id)).toMatchObject({ dueNow: 0n });
  await resumeSubscription(asOwner(user.id), null);
  await advance(32);
  expect(await held(user.id)).toMatchObject({ status: 'active', pausesAt: null });
  expect(await paidTimes(user.id)).toBe(2);
});

test('at Dodo access closes immediately, and the remaining days are kept', async () => {
  const user = await subscribed('dodo');
  await advance(10);
  const left = await daysFromNow((await held(user.id)).paidUntil);
  await pauseSubscription(asOwner(user.id));
  expect(await getAccess(user.id)).toMatchObject({ level: 'none', reason: 'paused' });
  await advance(45);
  expect((await resumeTerms(user.id)).daysLeft).toBe(Math.floor(left));
  await expect(resumeSubscription(asOwner(user.id), null)).rejects.toMatchObject({ code: 'billing/preview-expired' });
  await resumeSubscription(asOwner(user.id), await shownAgain(user.id));
  await world.quiet();
  expect(Math.abs((await daysFromNow((await held(user.id)).paidUntil)) - left)).toBeLessThan(0.01);
});

test('a declined card leaves it paused, and nothing is owed', async () => {
  const user = await newCustomer();
  expect(await pay(world, await open(user, starter('stripe')), FAILS_LATER_CARD)).toBe(true);
  await world.quiet();
  await pauseSubscription(asOwner(user.id));
  await advance(40);
  const { terms } = await resumeTerms(user.id);
  await expect(resumeSubscription(asOwner(user.id), terms)).rejects.toMatchObject({ code: 'billing/provider-refused' });
  await world.quiet();
  expect(await recentOutcome(asOwner(user.id), 'resume')).toBe('refused');
  expect(await held(user.id)).toMatchObject({ status: 'paused' });
  expect(await paidTimes(user.id)).toBe(1);
  expect(await db().delinquencyCase.count({ where: { subscription: { workspaceId: user.id } } })).toBe(0);
});

test('after a declined upgrade, a pause still begins at the end of the paid month, and undoing it before is free', async () => {
  const user = await newCustomer();
  expect(await pay(world, await open(user, starter('stripe')), FAILS_LATER_CARD)).toBe(true);
  await world.quiet();
  await advance(5);
  const to = { plan: 'pro', interval: 'month' } as const;
  const { terms } = await previewChange(user.id, to);
  await expect(changePlan(asOwner(user.id), to, terms)).rejects.toMatchObject({ code: 'billing/provider-refused' });
  await world.quiet();
  await advance(1);
  await pauseSubscription(asOwner(user.id));
  await world.quiet();
  expect(await held(user.id)).toMatchObject({ status: 'active', pausedAt: null });
  expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
  const undo = await resumeTerms(user.id);
  expect(undo).toMatchObject({ dueNow: 0n });
  await resumeSubscription(asOwner(user.id), undo.terms);
  await world.quiet();
  expect(await held(user.id)).toMatchObject({ status: 'active', pausesAt: null });
  expect(await paidTimes(user.id)).toBe(1);
});
