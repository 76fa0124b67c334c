import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { spendCredits } from '@/lib/billing/access/credits';
import { decideAccess } from '@/lib/billing/access/decide';
import { loadFacts } from '@/lib/billing/access/facts';
import { cancelAtPeriodEnd, undoCancel } from '@/lib/billing/account/cancel';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { requestRefund } from '@/lib/billing/account/refund';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { reconcile } from '@/lib/billing/reconcile/run';
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

const now = async (userId: string) => decideAccess(await loadFacts(userId), await businessNow());
const starter = (provider: 'stripe' | 'dodo'): CheckoutInput => ({
  plan: 'starter',
  interval: 'month',
  currency: 'USD',
  provider,
});
const held = (userId: string) =>
  db().subscription.findFirstOrThrow({ where: { workspaceId: userId }, orderBy: { startedAt: 'desc' } });
const emails = async (userId: string) =>
  (await db().email.findMany({ where: { userId, status: 'sent' }, orderBy: { sentAt: 'asc' } })).map(
    ({ kind }) => kind,
  );

async function advance(days: number): Promise<void> {
  await world.control('clock', { advanceDays: days });
  await world.quiet();
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a subscription renews, and each payment has its receipt', async () => {
    const user = await newCustomer();
    await buy(world, user, starter(provider));
    await advance(32);
    expect(await now(user.id)).toMatchObject({ plan: 'starter', level: 'full', reason: 'paid' });
    expect(await db().payment.count({ where: { workspaceId: user.id, status: 'succeeded' } })).toBe(2);
    expect((await emails(user.id)).filter((kind) => kind === 'receipt')).toHaveLength(2);
  });

  test('a trial is announced, then becomes a payment', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'pro', interval: 'month', currency: 'USD', provider });
    expect(await emails(user.id)).not.toContain('trial-ending');
    await advance(12);
    expect(await emails(user.id)).toContain('trial-ending');
    await advance(4);
    expect(await now(user.id)).toMatchObject({ plan: 'pro', level: 'full', reason: 'paid' });
    expect(await db().payment.findMany({ where: { workspaceId: user.id } })).toMatchObject([
      { amount: 2900n, status: 'succeeded' },
    ]);
  });

  test('a canceled subscription keeps access until it ends and not a moment longer; undone, it continues', async () => {
    const user = await newCustomer();
    await buy(world, user, starter(provider));
    await cancelAtPeriodEnd(asOwner(user.id), { feedback: 'too_expensive', comment: 'Just trying' });
    await world.quiet();
    expect(await now(user.id)).toMatchObject({ level: 'full', reason: 'canceling' });
    await undoCancel(asOwner(user.id));
    await world.quiet();
    expect(await now(user.id)).toMatchObject({ level: 'full', reason: 'paid', until: (await held(user.id)).paidUntil });
    await cancelAtPeriodEnd(asOwner(user.id), { feedback: null, comment: null });
    await advance(32);
    expect(await now(user.id)).toMatchObject({ level: 'none', reason: 'ended' });
    expect(await held(user.id)).toMatchObject({ status: 'ended', endReason: 'scheduled', isCurrent: false });
    expect(await emails(user.id)).toEqual(expect.arrayContaining(['canceled', 'cancel-undone', 'ended']));
  });

  test('a failed renewal: grace, read-only, the final notice, the end at the provider first', async () => {
    const user = await newCustomer();
    const checkout = await open(user, starter(provider));
    expect(await pay(world, checkout, FAILS_LATER_CARD)).toBe(true);
    await world.quiet();
    const due = (await held(user.id)).periodEnd ?? new Date(0);
    const daysAfter = async (days: number) => {
      await world.control('clock', { to: new Date(due.getTime() + days * 86_400_000).toISOString() });
      await world.quiet();
    };
    await daysAfter(0.2);
    expect(await now(user.id)).toMatchObject({ level: 'full', reason: 'past_due' });
    expect(await emails(user.id)).toContain('payment-failed');
    await daysAfter(3.2);
    await daysAfter(5.2);
    await daysAfter(7.2);
    expect(await now(user.id)).toMatchObject({ level: 'read_only', reason: 'past_due' });
    expect(await emails(user.id)).toContain('access-limited');
    await daysAfter(12.5);
    expect(await emails(user.id)).toContain('final-notice');
    await daysAfter(14.5);
    expect(await now(user.id)).toMatchObject({ level: 'none' });
    expect((await held(user.id)).status).toBe('ended');
    expect(await db().delinquencyCase.findMany({ where: { subscription: { workspaceId: user.id } } })).toMatchObject([
      { state: 'exhausted' },
    ]);
    const sent = await emails(user.id);
    // Sent with the first failure and two of the retries; Dodo only retries if the business enables it.
    expect(sent.filter((kind) => kind === 'payment-failed')).toHaveLength(provider === 'stripe' ? 3 : 1);
    expect(sent.filter((kind) => kind === 'ended')).toHaveLength(1);
  });

  test('an upgrade costs what the preview said, to the cent', async () => {
    const user = await newCustomer();
    await buy(world, user, starter(provider));
    await advance(10);
    const to = { plan: 'pro', interval: 'month' } as const;
    await world.control('clock', { freeze: true });
    const preview = await previewChange(user.id, to);
    expect(preview).toMatchObject({ when: 'now', currency: 'USD', amount: 2900n });
    expect(preview.dueNow).toBeGreaterThan(0n);
    await changePlan(asOwner(user.id), to, preview.terms);
    await world.control('clock', { freeze: false });
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ sku: 'pro_month' });
    const [latest] = await db().payment.findMany({ where: { workspaceId: user.id }, orderBy: { createdAt: 'desc' } });
    expect(latest).toMatchObject({ amount: preview.dueNow, status: 'succeeded' });
    expect(await now(user.id)).toMatchObject({ plan: 'pro', level: 'full' });
    expect(await emails(user.id)).toContain('plan-changed');
  });

  test('a downgrade waits for the end of the paid period, and then happens', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'pro', interval: 'month', currency: 'USD', provider });
    await advance(15);
    const to = { plan: 'starter', interval: 'month' } as const;
    const preview = await previewChange(user.id, to);
    expect(preview).toMatchObject({ when: 'period_end', dueNow: 0n, amount: 900n });
    await changePlan(asOwner(user.id), to, preview.terms);
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ sku: 'pro_month', pendingSku: 'starter_month' });
    await advance(31);
    expect(await held(user.id)).toMatchObject({ sku: 'starter_month', pendingSku: null });
    expect(await now(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('a refund ends the subscription, once', async () => {
    const user = await newCustomer();
    await buy(world, user, starter(provider));
    const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    await requestRefund(asOwner(user.id), payment.id);
    await advance(1);
    expect(await db().refund.findMany({ where: { paymentId: payment.id } })).toMatchObject([
      { status: 'succeeded', amount: payment.amount },
    ]);
    expect(await now(user.id)).toMatchObject({ level: 'none' });
    await expect(requestRefund(asOwner(user.id), payment.id)).rejects.toMatchObject({ code: 'billing/not-refundable' });
    expect((await emails(user.id)).filter((kind) => kind === 'refund')).toHaveLength(1);
  });

  test('spent credits cannot be refunded', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    expect(await spendCredits(user.id, 'report-1', 10, 'report')).toBe(90);
    expect(await spendCredits(user.id, 'report-1', 10, 'report')).toBe(90);
    await expect(requestRefund(asOwner(user.id), payment.id)).rejects.toMatchObject({ code: 'billing/not-refundable' });
    await expect(requestRefund(asOwner((await newCustomer()).id), payment.id)).rejects.toMatchObject({ status: 404 });
  });

  test('everything that was lost is found by reconciliation, and a second run finds nothing', async () => {
    const user = await newCustomer();
    await world.control('pause-deliveries', { on: true });
    const checkout = await open(user, starter(provider));
    await pay(world, checkout);
    expect((await now(user.id)).level).toBe('none');
    const dry = await reconcile({ provider, actor: 'test', dryRun: true, rootsPerSecond: 1000 });
    expect(await db().reconcileDiff.count({ where: { runId: dry.id } })).toBeGreaterThan(0);
    expect((await now(user.id)).level).toBe('none');
    await reconcile({ provider, actor: 'test', rootsPerSecond: 1000 });
    expect(await now(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    const second = await reconcile({ provider, actor: 'test', rootsPerSecond: 1000 });
    expect(await db().reconcileDiff.findMany({ where: { runId: second.id } })).toEqual([]);
    expect(second.failed).toBe(0);
    await world.control('pause-deliveries', { on: false });
    await world.quiet();
  });
});
