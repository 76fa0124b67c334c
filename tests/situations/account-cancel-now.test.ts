import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { cancelAtPeriodEnd, cancelNow } from '@/lib/billing/account/cancel';
import { cancelTerms } from '@/lib/billing/account/cancel-terms';
import { requestRefund } from '@/lib/billing/account/refund';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { recentOutcome } from '@/lib/billing/operations/action-status';
import { db } from '@/lib/db';
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
const plan = (provider: Provider, sku: 'starter' | 'pro'): CheckoutInput => ({
  ...{ plan: sku, interval: 'month', currency: 'USD', provider },
});
const only = (userId: string) => db().subscription.findFirstOrThrow({ where: { workspaceId: userId } });
/** What the page for canceling immediately shows, sealed. */
const shown = async (userId: string) => (await cancelTerms(userId)).terms;
const emails = (userId: string, kind: string) => db().email.count({ where: { userId, kind } });

async function subscribed(provider: Provider, sku: 'starter' | 'pro' = 'starter', days = 0) {
  const user = await newCustomer();
  await buy(world, user, plan(provider, sku));
  if (days > 0) await world.control('clock', { advanceDays: days });
  await world.quiet();
  return user;
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a customer who ends a paid plan immediately loses it immediately, and is shown what is lost', async () => {
    const user = await subscribed(provider, 'starter', 16);
    const { paidUntil } = await only(user.id);
    expect(await cancelTerms(user.id)).toMatchObject({
      ...{ plan: 'Starter', paidUntil, loses: { kind: 'paid', until: paidUntil } },
      ...{ owing: false, paused: false, refund: null },
    });
    await cancelNow(asOwner(user.id), await shown(user.id));
    expect(await only(user.id)).toMatchObject({ status: 'ended', endReason: 'immediate', isCurrent: false });
    expect(await getAccess(user.id)).toMatchObject({ level: 'none', reason: 'ended' });
    await world.quiet();
    expect(await recentOutcome(asOwner(user.id), 'cancel')).toBe('done');
    expect(await emails(user.id, 'ended')).toBe(1);
    await world.control('clock', { advanceDays: 40 });
    await world.quiet();
    expect(await db().payment.count({ where: { workspaceId: user.id } })).toBe(1);
    await buy(world, user, plan(provider, 'starter'));
    expect(await getAccess(user.id)).toMatchObject({ level: 'full', reason: 'paid' });
  });

  test('within the refund window the page offers a refund, and taking it ends the plan too', async () => {
    const user = await subscribed(provider);
    const { refund } = await cancelTerms(user.id);
    expect(refund).toMatchObject({ amount: 900n, currency: 'USD' });
    await requestRefund(asOwner(user.id), refund?.paymentId ?? '');
    await world.quiet();
    expect(await only(user.id)).toMatchObject({ status: 'ended' });
    expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
    await expect(cancelTerms(user.id)).rejects.toMatchObject({ code: 'billing/no-subscription' });
  });

  test('a trial that is ended immediately was never charged', async () => {
    const user = await subscribed(provider, 'pro', 2);
    const { trialEnd } = await only(user.id);
    expect(await cancelTerms(user.id)).toMatchObject({ loses: { kind: 'trial', until: trialEnd }, refund: null });
    await cancelNow(asOwner(user.id), await shown(user.id));
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
    await world.control('clock', { advanceDays: 20 });
    await world.quiet();
    expect(await db().payment.count({ where: { workspaceId: user.id, amount: { gt: 0 } } })).toBe(0);
  });

  test('a customer who canceled at the end of the period may still end it now', async () => {
    const user = await subscribed(provider, 'starter', 15);
    await cancelAtPeriodEnd(asOwner(user.id), { feedback: null, comment: null });
    await world.quiet();
    const { cancelAt } = await only(user.id);
    expect(cancelAt).not.toBeNull();
    await cancelNow(asOwner(user.id), await shown(user.id));
    await world.quiet();
    expect(await only(user.id)).toMatchObject({ status: 'ended', endReason: 'immediate' });
    expect(await getAccess(user.id)).toMatchObject({ level: 'none', reason: 'ended' });
    expect(await emails(user.id, 'cancel-undone')).toBe(0);
  });

  test('two simultaneous clicks end it once', async () => {
    const user = await subscribed(provider);
    const terms = await shown(user.id);
    const clicks = await Promise.allSettled([cancelNow(asOwner(user.id), terms), cancelNow(asOwner(user.id), terms)]);
    expect(clicks.some(({ status }) => status === 'fulfilled')).toBe(true);
    await world.quiet();
    expect(await only(user.id)).toMatchObject({ status: 'ended' });
    const operations = await db().operation.findMany({ where: { workspaceId: user.id, kind: 'cancel' } });
    // The second click may replace the first before it's sent.
    const sent = operations.filter(({ status }) => status !== 'withdrawn');
    expect(sent.map(({ status }) => status)).toEqual(['succeeded']);
  });

  test('the answer is lost after the plan has ended: the page says pending, and the lookup finds it ended', async () => {
    const user = await subscribed(provider);
    const match = provider === 'stripe' ? 'DELETE' : 'PATCH';
    await world.control('faults', { provider, kind: 'timeout_after_effect', probability: 1, match });
    await expect(cancelNow(asOwner(user.id), await shown(user.id))).rejects.toMatchObject({
      code: 'billing/in-progress',
    });
    expect(await recentOutcome(asOwner(user.id), 'cancel')).toBe('pending');
    await world.calm();
    await db().operation.updateMany({ where: { workspaceId: user.id }, data: { nextAttemptAt: new Date(0) } });
    await world.quiet();
    expect(await recentOutcome(asOwner(user.id), 'cancel')).toBe('done');
    expect(await only(user.id)).toMatchObject({ status: 'ended', endReason: 'immediate' });
  });
});
