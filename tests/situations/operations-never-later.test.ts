import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { requestRefund } from '@/lib/billing/account/refund';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { recentOutcome } from '@/lib/billing/operations/action-status';
import { driver } from '@/lib/billing/providers';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { countRequests, minutesPass, operationsOf, withSettings } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const proYear = { plan: 'pro', interval: 'year' } as const;
const starter = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'starter', interval: 'month', currency: 'USD', provider },
});
const WRITES: Record<Provider, Record<'refund' | 'change' | 'cancel', string>> = {
  stripe: { refund: 'POST .*/refunds', change: 'POST .*/subscriptions/sub_', cancel: 'DELETE .*/subscriptions' },
  dodo: { refund: 'POST .*/refunds', change: 'POST .*/change-plan$', cancel: 'PATCH .*/subscriptions' },
};

async function subscribed(provider: Provider) {
  const user = await newCustomer();
  await buy(world, user, starter(provider));
  const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
  return { user, payment };
}
const only = (userId: string) => db().subscription.findFirstOrThrow({ where: { workspaceId: userId } });
const refunds = (userId: string) => db().refund.count({ where: { payment: { workspaceId: userId } } });
const paid = (userId: string) => db().payment.count({ where: { workspaceId: userId, status: 'succeeded' } });
const unavailable = { code: 'billing/provider-unavailable' };

async function upgrade(userId: string): Promise<void> {
  const { terms } = await previewChange(userId, proYear);
  await changePlan(asOwner(userId), proYear, terms);
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a refund that was reported as failed never happens: the year bought afterwards stays', async () => {
    const { user, payment } = await subscribed(provider);
    await world.control('faults', { provider, kind: '429', match: WRITES[provider].refund });
    await expect(requestRefund(asOwner(user.id), payment.id)).rejects.toMatchObject(unavailable);
    expect(await recentOutcome(asOwner(user.id), 'refund')).toBe('not-done');
    await world.calm();
    await upgrade(user.id);
    await minutesPass(world, user.id);
    expect(await refunds(user.id)).toBe(0);
    expect(await only(user.id)).toMatchObject({ status: 'active', sku: 'pro_year' });
    expect(await operationsOf(user.id)).toEqual(['refund withdrawn', 'change-now succeeded']);
  });

  test('a refund and an upgrade clicked simultaneously in two tabs: one of them happens, completely', async () => {
    const { user, payment } = await subscribed(provider);
    const { terms } = await previewChange(user.id, proYear);
    const clicks = await Promise.allSettled([
      requestRefund(asOwner(user.id), payment.id),
      changePlan(asOwner(user.id), proYear, terms),
    ]);
    await minutesPass(world, user.id);
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refunded = clicks[0].status === 'fulfilled';
    expect(await refunds(user.id)).toBe(refunded ? 1 : 0);
    expect(await paid(user.id)).toBe(refunded ? 1 : 2);
    expect(await only(user.id)).toMatchObject(
      refunded ? { status: 'ended', sku: 'starter_month' } : { status: 'active', sku: 'pro_year' },
    );
  });

  test('an upgrade that was reported as failed is charged neither now nor later', async () => {
    const { user } = await subscribed(provider);
    const { terms } = await previewChange(user.id, proYear);
    await world.control('faults', { provider, kind: '429', match: WRITES[provider].change });
    await expect(changePlan(asOwner(user.id), proYear, terms)).rejects.toMatchObject(unavailable);
    await world.calm();
    await minutesPass(world, user.id);
    expect(await paid(user.id)).toBe(1);
    expect(await only(user.id)).toMatchObject({ sku: 'starter_month' });
  });

  test('an account that could not be deleted keeps its plan', async () => {
    const { user } = await subscribed(provider);
    await world.control('faults', { provider, kind: '429', match: WRITES[provider].cancel });
    await expect(deleteAccount(user.id)).rejects.toMatchObject(unavailable);
    await world.calm();
    await minutesPass(world, user.id);
    expect(await only(user.id)).toMatchObject({ status: 'active', cancelAt: null });
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({ deletedAt: null });
    await deleteAccount(user.id);
    expect(await only(user.id)).toMatchObject({ status: 'ended' });
  });

  test('a server that dies before it sends a request never sends it', async () => {
    const { user } = await subscribed(provider);
    const { id, mode, externalId } = await only(user.id);
    await db().operation.create({
      data: {
        ...{ workspaceId: user.id, provider, mode, kind: 'cancel', key: `cancel:${id}`, subject: `subscription:${id}` },
        ...{ params: { subscriptionExternalId: externalId }, actor: `user:${user.id}` },
        nextAttemptAt: new Date(0),
      },
    });
    await minutesPass(world, user.id);
    expect(await operationsOf(user.id)).toEqual(['cancel withdrawn']);
    expect(await only(user.id)).toMatchObject({ status: 'active' });
  });

  test('a refund clicked twice is paid once; the second click gets an error and raises no alert', async () => {
    const { user, payment } = await subscribed(provider);
    const before = await db().alert.count();
    const clicks = await Promise.allSettled([
      requestRefund(asOwner(user.id), payment.id),
      requestRefund(asOwner(user.id), payment.id),
    ]);
    await expect(requestRefund(asOwner(user.id), payment.id)).rejects.toMatchObject({ code: 'billing/not-refundable' });
    await minutesPass(world, user.id);
    for (const click of clicks.filter((one) => one.status === 'rejected'))
      expect(['billing/in-progress', 'billing/not-refundable']).toContain(click.reason.code);
    expect(await refunds(user.id)).toBe(1);
    expect(await db().alert.count()).toBe(before);
  });

  test('a change in the Dashboard a moment ago is seen before anything is sent', async () => {
    const { user, payment } = await subscribed(provider);
    const { terms } = await previewChange(user.id, proYear);
    world.kept = [];
    const other = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
    await driver(provider).scheduleCancel(other.externalId, `dashboard-${user.id}`);
    await expect(changePlan(asOwner(user.id), proYear, terms)).rejects.toMatchObject({
      code: 'billing/preview-expired',
    });
    expect(await operationsOf(user.id)).toEqual(['change-now stale']);
    expect(await only(user.id)).toMatchObject({ sku: 'starter_month' });
    expect((await only(user.id)).cancelAt).not.toBeNull();
    world.kept = null;
    await driver(provider).refundPayment(payment.externalId, `refund-${user.id}`);
    const before = await countRequests(world, provider, /POST .*refunds$/);
    await expect(requestRefund(asOwner(user.id), payment.id)).rejects.toMatchObject({ status: 409 });
    expect(await countRequests(world, provider, /POST .*refunds$/)).toBe(before);
  });

  test('with BILLING_ACTIONS off nothing is sent, customers see why, and changes made elsewhere still arrive', async () => {
    const { user, payment } = await subscribed(provider);
    await withSettings({ actions: false }, async () => {
      const off = { code: 'billing/actions-off', status: 503 };
      await expect(requestRefund(asOwner(user.id), payment.id)).rejects.toMatchObject(off);
      await expect(cancelAtPeriodEnd(asOwner(user.id), { feedback: null, comment: null })).rejects.toMatchObject(off);
      await world.control('clock', { advanceDays: 32 });
      await world.quiet();
      expect(await paid(user.id)).toBe(2);
    });
    await cancelAtPeriodEnd(asOwner(user.id), { feedback: null, comment: null });
    expect((await only(user.id)).cancelAt).not.toBeNull();
  });
});
