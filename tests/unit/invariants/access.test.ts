import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CoveredSpan, isTakenBack, type PaymentStanding } from '@/lib/billing/access/coverage';
import { decideAccess, type Facts, type SubscriptionFact } from '@/lib/billing/access/decide';

const DAY = 86_400_000;
const NOW = new Date('2026-03-15T12:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * DAY);
const RUNS = { numRuns: 5000 };

const date = fc.option(fc.integer({ min: -60, max: 60 }).map(days), { nil: null });
const standing = fc.constantFrom<PaymentStanding>('clear', 'disputed', 'refunded', 'charged_back');
const span: fc.Arbitrary<CoveredSpan> = fc.record({
  sku: fc.constantFrom('starter_month', 'pro_month', 'pro_year'),
  quantity: fc.integer({ min: 1, max: 100 }),
  from: fc.integer({ min: -90, max: 0 }).map(days),
  until: fc.integer({ min: -60, max: 60 }).map(days),
  standing,
  invoices: fc.constant(['in_1']),
});
const subscription: fc.Arbitrary<SubscriptionFact> = fc.record({
  plan: fc.constantFrom('starter', 'pro', 'free'),
  quantity: fc.integer({ min: 0, max: 100 }),
  status: fc.constantFrom('pending', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'ended', 'failed'),
  trialEnd: date,
  cancelAt: date,
  endReason: fc.constantFrom('scheduled', 'immediate', 'unpaid', 'disputed', 'refunded', null),
  pastDueSince: date,
  givenUntil: date,
  unbilled: fc.boolean(),
  disputed: fc.boolean(),
  coverage: fc.array(span, { maxLength: 3 }),
});
const facts: fc.Arbitrary<Facts> = fc.record({
  subscriptions: fc.array(subscription, { maxLength: 3 }),
  lifetimes: fc.array(fc.record({ plan: fc.constant('pro' as const), standing }), { maxLength: 2 }),
  gifts: fc.constant([]),
  credits: fc.nat(),
  members: fc.constant(1),
});
const weight = { none: 0, read_only: 1, full: 2 };
const alone = (it: SubscriptionFact): Facts => ({
  subscriptions: [it],
  lifetimes: [],
  gifts: [],
  credits: 0,
  members: 1,
});

test('invariant 11: full access requires a trial, a paid period, granted time, a grace period, or Lifetime that covers this moment', () => {
  fc.assert(
    fc.property(facts, fc.integer({ min: -30, max: 30 }), fc.integer({ min: 0, max: 14 }), (held, when, grace) => {
      const now = days(when);
      const granted = decideAccess(held, now, grace);
      if (granted.level !== 'full') return;
      if (granted.until === null) {
        expect(held.lifetimes.some((it) => it.standing === 'clear')).toBe(true);
        return;
      }
      expect(granted.until > now).toBe(true);
      // Searched independently, in every fact that could carry it. Debt due within the grace period may move its start.
      const covers = held.subscriptions.some(({ coverage, trialEnd, givenUntil }) => {
        const kept = coverage.flatMap(({ standing: money, until }) => (money === 'clear' ? [until] : []));
        const ends = [...kept, trialEnd, givenUntil].filter((end) => end !== null);
        return ends.some((end) => end.getTime() + 2 * grace * DAY > now.getTime());
      });
      expect(covers).toBe(true);
    }),
    RUNS,
  );
});

test('invariant 11: nothing paid, tried, granted, or in grace opens nothing, whatever is owed or scheduled', () => {
  const never = subscription.map((it) => ({ ...it, coverage: [], trialEnd: null, givenUntil: null }));
  fc.assert(
    fc.property(never, (it) => {
      expect(decideAccess(alone(it), NOW).level).toBe('none');
    }),
    RUNS,
  );
});

test('invariant 12: a period that is paid and not refunded is open to its end, whatever else a customer has', () => {
  const paid = fc
    .record({ sku: fc.constantFrom('starter_month', 'pro_month'), until: fc.integer({ min: 1, max: 60 }).map(days) })
    .map(({ sku, until }) => ({
      plan: sku === 'pro_month' ? ('pro' as const) : ('starter' as const),
      quantity: 1,
      status: 'active' as const,
      trialEnd: null,
      cancelAt: null,
      endReason: null,
      pastDueSince: null,
      givenUntil: null,
      unbilled: false,
      disputed: false,
      coverage: [{ sku, quantity: 1, from: days(-1), until, standing: 'clear' as const, invoices: ['in_1'] }],
      until,
    }));
  fc.assert(
    fc.property(facts, paid, ({ subscriptions, ...held }, { until, ...it }) => {
      expect(decideAccess({ ...held, subscriptions: [...subscriptions, it] }, NOW).level).toBe('full');
      const lastMoment = new Date(until.getTime() - 1);
      expect(decideAccess(alone(it), lastMoment)).toMatchObject({ level: 'full', plan: it.plan });
    }),
    RUNS,
  );
});

test('invariant 12: Lifetime that is not refunded is open forever', () => {
  fc.assert(
    fc.property(facts, fc.integer({ min: 0, max: 36_500 }), (held, later) => {
      const lifetimes = [...held.lifetimes, { plan: 'pro' as const, standing: 'clear' as const }];
      expect(decideAccess({ ...held, lifetimes }, days(later))).toMatchObject({ level: 'full', plan: 'pro' });
    }),
    RUNS,
  );
});

/** What an operator grants begins when it is granted. */
const gift = fc.record({
  plan: fc.constantFrom('starter' as const, 'pro' as const),
  from: fc.integer({ min: -60, max: 0 }).map(days),
  until: fc.integer({ min: -60, max: 60 }).map(days),
});

test('invariant 12: granted days of a plan are open to their end, remove nothing, and open nothing afterwards', () => {
  fc.assert(
    fc.property(facts, gift, (held, given) => {
      const without = decideAccess(held, NOW);
      const granted = decideAccess({ ...held, gifts: [given] }, NOW);
      expect(weight[granted.level]).toBeGreaterThanOrEqual(weight[without.level]);
      if (given.until > NOW) expect(granted.level).toBe('full');
      else expect(granted).toEqual(without);
    }),
    RUNS,
  );
});

test('invariant 13: access never rises merely because time passes', () => {
  fc.assert(
    fc.property(facts, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }), (held, start, wait) => {
      const before = decideAccess(held, days(start));
      const after = decideAccess(held, days(start + wait));
      expect(weight[after.level]).toBeLessThanOrEqual(weight[before.level]);
    }),
    RUNS,
  );
});

test('access never rises because of a refund, a dispute, or a payment that failed', () => {
  const worse = fc.constantFrom<Partial<SubscriptionFact>>(
    { disputed: true },
    { status: 'past_due', pastDueSince: NOW },
  );
  fc.assert(
    fc.property(subscription, worse, fc.nat(2), standing, (it, change, which, money) => {
      if (it.status === 'active' || change.disputed === true) {
        const before = weight[decideAccess(alone(it), NOW).level];
        expect(weight[decideAccess(alone({ ...it, ...change }), NOW).level]).toBeLessThanOrEqual(before);
      }
      const coverage = it.coverage.map((one, index) =>
        index === which && !isTakenBack(one.standing) && money !== 'clear' ? { ...one, standing: money } : one,
      );
      const before = weight[decideAccess(alone(it), NOW).level];
      expect(weight[decideAccess(alone({ ...it, coverage }), NOW).level]).toBeLessThanOrEqual(before);
    }),
    RUNS,
  );
});

test('a scheduled end never extends access', () => {
  fc.assert(
    fc.property(subscription, fc.integer({ min: 1, max: 60 }).map(days), (it, cancelAt) => {
      const open = decideAccess(alone({ ...it, cancelAt: null }), NOW);
      const ending = decideAccess(alone({ ...it, cancelAt }), NOW);
      expect(weight[ending.level]).toBeLessThanOrEqual(weight[open.level]);
      if (ending.until !== null && open.until !== null) expect(ending.until <= open.until).toBe(true);
    }),
    RUNS,
  );
});
