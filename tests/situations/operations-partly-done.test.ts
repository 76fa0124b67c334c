import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { requestRefund } from '@/lib/billing/account/refund';
import { recentOutcome } from '@/lib/billing/operations/action-status';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { countRequests, minutesPass, operationsOf } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { emailsTo } from '../fixtures/team';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const noReason = { feedback: null, comment: null };
const inProgress = { code: 'billing/in-progress' };

async function subscribed(provider: Provider, interval: 'month' | 'year') {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval, currency: 'USD', provider });
  return user;
}
const only = (userId: string) => db().subscription.findFirstOrThrow({ where: { workspaceId: userId } });
const paid = (userId: string) => db().payment.count({ where: { workspaceId: userId, status: 'succeeded' } });

async function change(userId: string, to: { plan: 'starter' | 'pro'; interval: 'month' | 'year' }): Promise<void> {
  const { terms } = await previewChange(userId, to);
  await changePlan(asOwner(userId), to, terms);
}

// Dodo's SDK sends each of these requests once.
describe('when Stripe’s answer is lost and the SDK’s next attempt is turned away', () => {
  const sends = { provider: 'stripe' as const };

  /** The first request does it, and each later one is refused without looking at it. */
  async function loseThenRefuse(match: string): Promise<void> {
    await world.control('faults', { ...sends, kind: 'timeout_after_effect', times: 1, match });
    await world.control('faults', { ...sends, kind: '429', match });
  }

  test('an upgrade that was charged is never reported as not charged', async () => {
    const user = await subscribed('stripe', 'month');
    await loseThenRefuse('POST .*/subscriptions/sub_');
    await expect(change(user.id, { plan: 'pro', interval: 'year' })).rejects.toMatchObject(inProgress);
    expect(await countRequests(world, 'stripe', /POST .*\/subscriptions\/sub_/)).toBeGreaterThan(1);
    expect(await recentOutcome(asOwner(user.id), 'change')).toBe('pending');
    await world.calm();
    await minutesPass(world, user.id);
    expect(await only(user.id)).toMatchObject({ sku: 'pro_year', status: 'active' });
    expect(await paid(user.id)).toBe(2);
    expect(await recentOutcome(asOwner(user.id), 'change')).toBe('done');
  });

  test('a refund that was made counts as the customer’s one refund', async () => {
    const user = await newCustomer();
    const lifetime = { plan: 'lifetime', currency: 'USD', provider: 'stripe' } as const;
    await buy(world, user, lifetime);
    const first = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    await loseThenRefuse('POST .*/refunds$');
    await expect(requestRefund(asOwner(user.id), first.id)).rejects.toMatchObject(inProgress);
    await world.calm();
    await minutesPass(world, user.id);
    expect(await db().refund.count({ where: { paymentId: first.id } })).toBe(1);
    expect(await operationsOf(user.id)).toEqual(['refund succeeded']);
    await buy(world, user, lifetime);
    const second = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id, id: { not: first.id } } });
    const notAgain = { code: 'billing/not-refundable' };
    await expect(requestRefund(asOwner(user.id), second.id)).rejects.toMatchObject(notAgain);
  });
});

describe.each(PROVIDERS)('a cancellation through %s while a smaller plan is scheduled', (provider) => {
  const CANCEL = provider === 'stripe' ? 'POST .*/subscriptions/sub_' : 'PATCH .*/subscriptions/';

  async function planned() {
    const user = await subscribed(provider, 'year');
    await change(user.id, { plan: 'starter', interval: 'month' });
    expect((await only(user.id)).pendingAt).not.toBeNull();
    return user;
  }

  test('that the provider turns away after the smaller plan was withdrawn never says that nothing changed', async () => {
    const user = await planned();
    await world.control('faults', { provider, kind: '429', match: CANCEL });
    await expect(cancelAtPeriodEnd(asOwner(user.id), noReason)).rejects.toMatchObject(inProgress);
    expect(await recentOutcome(asOwner(user.id), 'cancel')).toBe('pending');
    await world.calm();
    await minutesPass(world, user.id);
    expect(await only(user.id)).toMatchObject({ sku: 'starter_year', pendingAt: null, cancelAt: null });
    expect(await recentOutcome(asOwner(user.id), 'cancel')).toBe('change-dropped');
    const [told] = (await emailsTo(world, user.email)).filter(({ subject }) => /cancellation didn/.test(subject));
    expect(told?.text).toContain('Only your scheduled plan change was canceled');
    expect(told?.text).not.toContain('Nothing changed');
    await cancelAtPeriodEnd(asOwner(user.id), noReason);
    expect((await only(user.id)).cancelAt).not.toBeNull();
  });

  test('that is turned away before the smaller plan is withdrawn changes nothing', async () => {
    const user = await planned();
    const { pendingAt } = await only(user.id);
    const withdraw = provider === 'stripe' ? 'POST .*/release$' : 'DELETE .*/change-plan';
    await world.control('faults', { provider, kind: '429', match: withdraw });
    const unavailable = { code: 'billing/provider-unavailable' };
    await expect(cancelAtPeriodEnd(asOwner(user.id), noReason)).rejects.toMatchObject(unavailable);
    await world.calm();
    await minutesPass(world, user.id);
    expect(await only(user.id)).toMatchObject({ pendingAt, cancelAt: null });
    expect(await recentOutcome(asOwner(user.id), 'cancel')).toBe('not-done');
  });
});
