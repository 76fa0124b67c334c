import { describe, expect, test } from 'vitest';
import { accessOfSubscription, can, type Decision, decideAccess, isSubscribed } from '@/lib/billing/access/decide';

const NOW = new Date('2026-03-15T12:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const pro: Decision = { plan: 'pro', level: 'full', until: null, reason: 'paid', seats: 1 };

test.each([
  ['clear', 'full', 'lifetime'],
  ['disputed', 'read_only', 'disputed'],
  ['charged_back', 'none', 'charged_back'],
  ['refunded', 'none', 'refunded'],
] as const)('check 71: lifetime access whose payment is %s is %s', (standing, level, reason) => {
  const facts = {
    subscriptions: [],
    lifetimes: [{ plan: 'pro', standing } as const],
    gifts: [],
    credits: 0,
    members: 1,
  };
  expect(decideAccess(facts, NOW)).toMatchObject({ level, reason });
});

test('check 67: a trial ends at its end, and is only one if nothing was paid before', () => {
  const trial = { plan: 'pro', quantity: 1, status: 'trialing', trialEnd: days(3), givenUntil: null } as const;
  const rest = { cancelAt: null, endReason: null, pastDueSince: null, unbilled: false, disputed: false } as const;
  const span = {
    sku: 'pro_month',
    quantity: 1,
    from: days(-20),
    until: days(1),
    standing: 'clear',
    invoices: [],
  } as const;
  expect(accessOfSubscription({ ...trial, ...rest, coverage: [] }, NOW)).toMatchObject({
    ...{ level: 'full', reason: 'trial', until: days(3) },
  });
  expect(accessOfSubscription({ ...trial, ...rest, coverage: [] }, days(4))).toMatchObject({ reason: 'renewal_due' });
  // A next charge that was moved: what was paid before is no trial, and no trial follows it.
  expect(accessOfSubscription({ ...trial, ...rest, coverage: [span] }, NOW)).toMatchObject({ reason: 'paid' });
});

describe('check 67: what follows from a decision', () => {
  test.each([
    ['full', 'paid', true],
    ['read_only', 'past_due', true],
    ['none', 'paused', true],
    ['none', 'unpaid', true],
    ['none', 'ended', false],
    ['none', 'never', false],
  ] as const)('%s and %s: another subscription is not sold in addition: %s', (level, reason, subscribed) => {
    expect(isSubscribed({ level, reason })).toBe(subscribed);
  });

  test('a feature requires full access to a plan that has it', () => {
    expect(can(pro, 'reports')).toBe(true);
    expect(can({ ...pro, level: 'read_only' }, 'reports')).toBe(false);
    expect(can({ ...pro, level: 'none' }, 'reports')).toBe(false);
    expect(can({ ...pro, plan: 'starter' }, 'reports')).toBe(false);
  });
});
