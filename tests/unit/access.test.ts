import { describe, expect, test } from 'vitest';
import type { CoveredSpan } from '@/lib/billing/access/coverage';
import {
  accessOfSubscription,
  decideAccess,
  type Facts,
  isSubscribed,
  type SubscriptionFact,
} from '@/lib/billing/access/decide';

const DAY = 86_400_000;
const NOW = new Date('2026-03-15T12:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * DAY);

const paid = (until: number, over: Partial<CoveredSpan> = {}): CoveredSpan => ({
  sku: 'pro_month',
  quantity: 1,
  from: days(until - 30),
  until: days(until),
  standing: 'clear',
  invoices: ['in_1'],
  ...over,
});

const active: SubscriptionFact = {
  plan: 'pro',
  quantity: 1,
  status: 'active',
  trialEnd: null,
  cancelAt: null,
  endReason: null,
  pastDueSince: null,
  givenUntil: null,
  unbilled: false,
  disputed: false,
  coverage: [paid(10)],
};

describe('a subscription opens', () => {
  const table: [string, Partial<SubscriptionFact>, string, string][] = [
    ['everything while its period is paid', {}, 'full', 'paid'],
    ['everything in the hour in which the provider prepares the renewal', { coverage: [paid(-0.05)] }, 'full', 'paid'],
    ['everything for seven days after a renewal that has not arrived', { coverage: [paid(-6)] }, 'full', 'renewal_due'],
    ['read-only access, when the renewal does not arrive', { coverage: [paid(-8)] }, 'read_only', 'renewal_due'],
    ['nothing when nothing was ever paid', { coverage: [] }, 'none', 'pending'],
    [
      'nothing while its first debit is pending, even if it is scheduled to end',
      { coverage: [], cancelAt: days(20) },
      'none',
      'pending',
    ],
    [
      'nothing when its first debit failed: the grace period only extends paid time',
      { status: 'past_due', pastDueSince: days(-1), coverage: [] },
      'none',
      'pending',
    ],
    ['everything during the trial', { status: 'trialing', trialEnd: days(3), coverage: [] }, 'full', 'trial'],
    [
      'everything when support moved the charge of a paying customer',
      { status: 'trialing', trialEnd: days(30), coverage: [paid(-1)] },
      'full',
      'given',
    ],
    [
      'everything until an invoice that the customer pays later is due',
      { coverage: [paid(-10)], givenUntil: days(20) },
      'full',
      'given',
    ],
    [
      'everything during the grace period after a trial whose first charge failed',
      { status: 'past_due', trialEnd: days(-1), pastDueSince: days(-1), coverage: [] },
      'full',
      'past_due',
    ],
    ['everything until a scheduled end', { cancelAt: days(1) }, 'full', 'canceling'],
    [
      'nothing after a scheduled end, without a grace period',
      { cancelAt: days(-1), coverage: [paid(-1)] },
      'none',
      'ended',
    ],
    ['what is paid, when the scheduled end is months away', { cancelAt: days(100) }, 'full', 'canceling'],
    [
      'everything during the grace period after a failed renewal',
      { status: 'past_due', pastDueSince: days(-6.9), coverage: [paid(-7)] },
      'full',
      'past_due',
    ],
    [
      'read-only access after the grace period',
      { status: 'past_due', pastDueSince: days(-7), coverage: [paid(-7)] },
      'read_only',
      'past_due',
    ],
    ['what is paid, while something else is owed', { status: 'past_due', pastDueSince: days(-20) }, 'full', 'paid'],
    ['nothing once unpaid', { status: 'unpaid', coverage: [paid(-20)] }, 'none', 'unpaid'],
    ['nothing while paused', { status: 'paused' }, 'none', 'paused'],
    ['nothing before the first payment', { status: 'pending', coverage: [] }, 'none', 'pending'],
    ['nothing when the first payment failed', { status: 'failed', coverage: [] }, 'none', 'pending'],
    ['nothing once it was canceled immediately', { status: 'ended', endReason: 'immediate' }, 'none', 'ended'],
    ['nothing once ended for non-payment', { status: 'ended', endReason: 'unpaid' }, 'none', 'ended'],
    ['what is paid, when a scheduled end came early', { status: 'ended', endReason: 'scheduled' }, 'full', 'canceling'],
    ['nothing after what was paid', { status: 'ended', endReason: 'scheduled', coverage: [paid(0)] }, 'none', 'ended'],
    ['nothing without a seat', { quantity: 0 }, 'none', 'no_seats'],
    [
      'read-only access while a dispute is open',
      { coverage: [paid(10, { standing: 'disputed' })] },
      'read_only',
      'disputed',
    ],
    ['read-only access while a dispute over an earlier month is open', { disputed: true }, 'read_only', 'disputed'],
    ['nothing after a lost dispute', { coverage: [paid(10, { standing: 'charged_back' })] }, 'none', 'charged_back'],
    ['nothing after a full refund', { coverage: [paid(10, { standing: 'refunded' })] }, 'none', 'refunded'],
    [
      'nothing after a full refund, even if the month before was paid',
      { coverage: [paid(-2), paid(28, { standing: 'refunded' })] },
      'none',
      'refunded',
    ],
    [
      'nothing once the refunded month is over and no renewal has arrived',
      { coverage: [paid(-30), paid(-1, { standing: 'refunded' })] },
      'none',
      'refunded',
    ],
  ];
  test.each(table)('%s', (_, change, level, reason) => {
    expect(accessOfSubscription({ ...active, ...change }, NOW)).toMatchObject({ level, reason });
  });

  test('what an earlier payment opens, once the upgrade that replaced it was refunded', () => {
    const coverage = [paid(10, { sku: 'starter_month' }), paid(10, { standing: 'refunded' })];
    expect(accessOfSubscription({ ...active, coverage }, NOW)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('as many seats as are paid for, and no more than the contract has', () => {
    const coverage = [paid(10, { quantity: 5 })];
    expect(accessOfSubscription({ ...active, coverage, quantity: 9 }, NOW).seats).toBe(5);
    expect(accessOfSubscription({ ...active, coverage, quantity: 3 }, NOW).seats).toBe(3);
  });

  test('what the merchant changed without billing it', () => {
    const coverage = [paid(10, { sku: 'starter_month' })];
    const changed = { ...active, coverage, quantity: 4, unbilled: true };
    expect(accessOfSubscription(changed, NOW)).toMatchObject({ plan: 'pro', seats: 4, level: 'full', reason: 'paid' });
  });

  test('more seats and a better plan until the invoice for them is due, and afterwards what is paid', () => {
    const coverage = [paid(300, { sku: 'starter_year' })];
    const invoiced = { ...active, coverage, quantity: 5, givenUntil: days(20) };
    expect(accessOfSubscription(invoiced, NOW)).toEqual({
      ...{ plan: 'pro', seats: 5, level: 'full', reason: 'paid', until: days(20) },
    });
    const overdue = { ...invoiced, givenUntil: days(-1) };
    expect(accessOfSubscription(overdue, NOW)).toMatchObject({ plan: 'starter', seats: 1, until: days(300) });
    const fewer = { ...active, coverage: [paid(300, { quantity: 9 })], quantity: 5, givenUntil: days(20) };
    expect(accessOfSubscription(fewer, NOW)).toMatchObject({ plan: 'pro', seats: 5, until: days(300) });
  });

  test('nothing for a contract of ours that now belongs to another customer, except what was paid before', () => {
    const foreign = { ...active, plan: 'free' as const };
    expect(accessOfSubscription(foreign, NOW)).toMatchObject({ plan: 'pro', level: 'full' });
    expect(accessOfSubscription({ ...foreign, coverage: [paid(-1)] }, NOW).level).toBe('none');
    expect(accessOfSubscription({ ...foreign, status: 'trialing', trialEnd: days(5), coverage: [] }, NOW).level).toBe(
      'none',
    );
  });
});

describe('days of a plan that an operator granted', () => {
  const given = (from: number, until: number, plan: 'starter' | 'pro' = 'pro') => ({
    plan,
    from: days(from),
    until: days(until),
  });
  const alone: Facts = { subscriptions: [], lifetimes: [], gifts: [given(-1, 9)], credits: 0, members: 1 };

  test('open everything in the plan until they end, say why, and leave no grace period', () => {
    expect(decideAccess(alone, NOW)).toMatchObject({ plan: 'pro', level: 'full', reason: 'granted', until: days(9) });
    expect(decideAccess(alone, days(9))).toMatchObject({ plan: 'free', level: 'none', reason: 'never' });
    expect(decideAccess(alone, days(-2)).level).toBe('none');
  });

  test('open what a refund, a dispute, or an unpaid renewal had closed', () => {
    for (const change of [{ disputed: true }, { status: 'unpaid' as const, coverage: [paid(-20)] }]) {
      const subscriptions = [{ ...active, ...change }];
      expect(decideAccess({ ...alone, gifts: [], subscriptions }, NOW).level).not.toBe('full');
      expect(decideAccess({ ...alone, subscriptions }, NOW)).toMatchObject({ level: 'full', reason: 'granted' });
    }
  });

  test('never reduce access: the better plan counts, and of two equal ones the paid one', () => {
    const subscriptions = [active];
    expect(decideAccess({ ...alone, subscriptions, gifts: [given(-1, 99, 'starter')] }, NOW).reason).toBe('paid');
    expect(decideAccess({ ...alone, subscriptions, gifts: [given(-1, 99)] }, NOW).reason).toBe('paid');
  });

  test('take no seats away, and keep an existing subscriber subscribed', () => {
    const coverage = [{ ...paid(20), sku: 'starter_month', quantity: 5 }];
    const subscriptions = [{ ...active, plan: 'starter' as const, quantity: 5, coverage }];
    const access = decideAccess({ ...alone, subscriptions }, NOW);
    expect(access).toMatchObject({
      plan: 'pro',
      reason: 'granted',
      seats: 5,
      withoutGift: { plan: 'starter', seats: 5 },
    });
    expect(isSubscribed(access)).toBe(true);
  });

  test('are no subscription, so one can still be bought', () => {
    expect(isSubscribed(decideAccess(alone, NOW))).toBe(false);
  });
});

describe('several purchases combine', () => {
  test('a customer who bought nothing has the free plan', () => {
    expect(decideAccess({ subscriptions: [], lifetimes: [], gifts: [], credits: 0, members: 1 }, NOW)).toEqual({
      plan: 'free',
      level: 'none',
      until: null,
      reason: 'never',
      seats: 1,
      credits: 0,
    });
  });

  test('full access to Starter beats read-only access to Pro', () => {
    const facts: Facts = {
      subscriptions: [
        { ...active, plan: 'starter', coverage: [paid(10, { sku: 'starter_month' })] },
        { ...active, status: 'past_due', pastDueSince: days(-9), coverage: [paid(-9)] },
      ],
      lifetimes: [],
      gifts: [],
      credits: 0,
      members: 1,
    };
    expect(decideAccess(facts, NOW)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('Lifetime outlasts any period', () => {
    const facts: Facts = {
      subscriptions: [active],
      lifetimes: [{ plan: 'pro', standing: 'clear' }],
      gifts: [],
      credits: 0,
      members: 1,
    };
    expect(decideAccess(facts, NOW)).toMatchObject({ plan: 'pro', level: 'full', until: null, reason: 'lifetime' });
  });
});

describe('more people than seats', () => {
  const team = (more: Partial<Facts>): Facts => ({
    ...{ subscriptions: [], lifetimes: [], gifts: [], credits: 0, members: 3 },
    ...more,
  });
  const seated = (quantity: number, more: Partial<SubscriptionFact> = {}) => ({
    ...{ ...active, quantity, coverage: [paid(10, { quantity })] },
    ...more,
  });

  test('may look and not use, and what enough seats would open is known', () => {
    expect(decideAccess(team({ subscriptions: [seated(2)] }), NOW)).toMatchObject({
      ...{ plan: 'pro', level: 'read_only', reason: 'over_seats', seats: 2, until: null },
      withSeats: { level: 'full', reason: 'paid', until: days(10) },
    });
    expect(decideAccess(team({ subscriptions: [seated(3)] }), NOW)).toMatchObject({ level: 'full', seats: 3 });
  });

  test('a Lifetime for one person takes nothing from a subscription with seats', () => {
    const lifetimes = [{ plan: 'pro', standing: 'clear' } as const];
    expect(decideAccess(team({ subscriptions: [seated(3)], lifetimes }), NOW)).toMatchObject({
      ...{ level: 'full', reason: 'paid', seats: 3 },
    });
    expect(decideAccess(team({ lifetimes }), NOW)).toMatchObject({ level: 'read_only', reason: 'over_seats' });
    expect(decideAccess(team({ subscriptions: [seated(3)], lifetimes, members: 1 }), NOW)).toMatchObject({
      ...{ reason: 'lifetime', seats: 3 },
    });
  });

  test('granted days are for everyone', () => {
    expect(decideAccess(team({ gifts: [{ plan: 'pro', from: days(-1), until: days(9) }] }), NOW)).toMatchObject({
      level: 'full',
      reason: 'granted',
      seats: 3,
    });
  });
});
