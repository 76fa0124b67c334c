import { describe, expect, test } from 'vitest';
import { access, accessOfSubscription, type Facts, type SubscriptionFact } from '@/lib/billing/access';

const DAY = 86_400_000;
const NOW = new Date('2026-03-15T12:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * DAY);

const active: SubscriptionFact = {
  plan: 'pro',
  quantity: 1,
  status: 'active',
  paidUntil: days(10),
  trialEnd: null,
  cancelAt: null,
  endReason: null,
  pastDueSince: null,
  standing: 'clear',
};

describe('a subscription opens', () => {
  const table: [string, Partial<SubscriptionFact>, string, string][] = [
    ['everything while its period is paid', {}, 'full', 'paid'],
    [
      'everything for seven days after a renewal that nobody told us about',
      { paidUntil: days(-6) },
      'full',
      'renewal_due',
    ],
    ['reading only, when the renewal stays away', { paidUntil: days(-8) }, 'read_only', 'renewal_due'],
    ['nothing when nothing was ever paid', { paidUntil: null }, 'none', 'pending'],
    ['everything in the trial', { status: 'trialing', trialEnd: days(3), paidUntil: days(3) }, 'full', 'trial'],
    ['everything until a scheduled end', { cancelAt: days(1) }, 'full', 'cancelling'],
    ['nothing after a scheduled end, without grace', { cancelAt: days(-1), paidUntil: days(-1) }, 'none', 'ended'],
    [
      'everything in the grace after a failed renewal',
      { status: 'past_due', pastDueSince: days(-6.9) },
      'full',
      'past_due',
    ],
    ['reading only after the grace', { status: 'past_due', pastDueSince: days(-7) }, 'read_only', 'past_due'],
    ['nothing when given up as unpaid', { status: 'unpaid' }, 'none', 'unpaid'],
    ['nothing while paused', { status: 'paused' }, 'none', 'paused'],
    ['nothing before the first payment', { status: 'pending', paidUntil: null }, 'none', 'pending'],
    ['nothing when the first payment failed', { status: 'failed', paidUntil: null }, 'none', 'pending'],
    ['nothing once cancelled at once', { status: 'ended', endReason: 'immediate' }, 'none', 'ended'],
    ['nothing once ended for non-payment', { status: 'ended', endReason: 'unpaid' }, 'none', 'ended'],
    [
      'what is paid, when a scheduled end came early',
      { status: 'ended', endReason: 'scheduled' },
      'full',
      'cancelling',
    ],
    ['nothing after what was paid', { status: 'ended', endReason: 'scheduled', paidUntil: days(0) }, 'none', 'ended'],
    ['reading only while a dispute is open', { standing: 'disputed' }, 'read_only', 'disputed'],
    ['nothing after a lost dispute', { standing: 'charged_back' }, 'none', 'charged_back'],
    ['nothing after a full refund', { standing: 'refunded' }, 'none', 'refunded'],
  ];
  test.each(table)('%s', (_, change, level, reason) => {
    expect(accessOfSubscription({ ...active, ...change }, NOW)).toMatchObject({ level, reason });
  });
});

describe('several purchases combine', () => {
  test('a person who bought nothing has the free plan', () => {
    expect(access({ subscriptions: [], lifetimes: [], credits: 0 }, NOW)).toEqual({
      plan: 'free',
      level: 'none',
      until: null,
      reason: 'never',
      seats: 1,
      credits: 0,
    });
  });

  test('full access to Starter beats a Pro that can only be read', () => {
    const facts: Facts = {
      subscriptions: [
        { ...active, plan: 'starter' },
        { ...active, status: 'past_due', pastDueSince: days(-9) },
      ],
      lifetimes: [],
      credits: 0,
    };
    expect(access(facts, NOW)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('Lifetime outlasts any period', () => {
    const facts: Facts = { subscriptions: [active], lifetimes: [{ plan: 'pro', standing: 'clear' }], credits: 0 };
    expect(access(facts, NOW)).toMatchObject({ plan: 'pro', level: 'full', until: null, reason: 'lifetime' });
  });
});
