import fc from 'fast-check';
import { expect, test } from 'vitest';
import { access, type Facts, type Standing, type SubscriptionFact } from '@/lib/billing/access';

const DAY = 86_400_000;
const NOW = new Date('2026-03-15T12:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * DAY);
const RUNS = { numRuns: 5000 };

const date = fc.option(fc.integer({ min: -60, max: 60 }).map(days), { nil: null });
const standing = fc.constantFrom<Standing>('clear', 'disputed', 'refunded', 'charged_back');
const subscription: fc.Arbitrary<SubscriptionFact> = fc.record({
  plan: fc.constantFrom('starter', 'pro'),
  quantity: fc.integer({ min: 1, max: 100 }),
  status: fc.constantFrom('pending', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'ended', 'failed'),
  paidUntil: date,
  trialEnd: date,
  cancelAt: date,
  endReason: fc.constantFrom('scheduled', 'immediate', 'unpaid', 'disputed', null),
  pastDueSince: fc.integer({ min: -60, max: 0 }).map(days),
  standing,
});
const facts: fc.Arbitrary<Facts> = fc.record({
  subscriptions: fc.array(subscription, { maxLength: 3 }),
  lifetimes: fc.array(fc.record({ plan: fc.constant('pro' as const), standing }), { maxLength: 2 }),
  credits: fc.nat(),
});
const weight = { none: 0, read_only: 1, full: 2 };

test('invariant 11: full access rests on a trial, a paid period, a grace or Lifetime that covers this moment', () => {
  fc.assert(
    fc.property(facts, fc.integer({ min: -30, max: 30 }), fc.integer({ min: 0, max: 14 }), (held, when, grace) => {
      const now = days(when);
      const granted = access(held, now, grace);
      if (granted.level !== 'full') return;
      if (granted.until === null) {
        expect(held.lifetimes.some((it) => it.standing === 'clear')).toBe(true);
        return;
      }
      expect(granted.until > now).toBe(true);
      // Looked for by itself, in every fact that could carry it.
      const covers = held.subscriptions.some(({ standing: money, status, plan, ...at }) => {
        if (plan !== granted.plan || money !== 'clear') return false;
        const since = status === 'past_due' ? at.pastDueSince : status === 'trialing' ? at.trialEnd : null;
        const ends = [at.paidUntil, at.trialEnd, at.cancelAt, since ?? at.paidUntil].filter((end) => end !== null);
        return ends.some((end) => end > now || end.getTime() + grace * DAY > now.getTime());
      });
      expect(covers).toBe(true);
    }),
    RUNS,
  );
});

test('invariant 11: nothing paid, tried or granted opens nothing', () => {
  const never = subscription.map((it) => ({ ...it, paidUntil: null, trialEnd: null, cancelAt: null }));
  fc.assert(
    fc.property(never, (it) => {
      if (it.status === 'past_due') return;
      expect(access({ subscriptions: [it], lifetimes: [], credits: 0 }, NOW).level).toBe('none');
    }),
    RUNS,
  );
});

test('invariant 12: a period that is paid and not given back is open to its end, whatever else a customer has', () => {
  const paid = fc.record({
    plan: fc.constantFrom('starter' as const, 'pro' as const),
    quantity: fc.integer({ min: 1, max: 100 }),
    status: fc.constantFrom('active' as const, 'ended' as const),
    paidUntil: fc.integer({ min: 1, max: 60 }).map(days),
    trialEnd: date,
    cancelAt: fc.constant(null),
    endReason: fc.constant('scheduled' as const),
    pastDueSince: fc.constant(null),
    standing: fc.constant('clear' as const),
  });
  fc.assert(
    fc.property(facts, paid, (held, it) => {
      const granted = access({ ...held, subscriptions: [...held.subscriptions, it] }, NOW);
      expect(granted.level).toBe('full');
      const lastMoment = new Date(it.paidUntil.getTime() - 1);
      expect(access({ subscriptions: [it], lifetimes: [], credits: 0 }, lastMoment)).toMatchObject({
        level: 'full',
        plan: it.plan,
      });
    }),
    RUNS,
  );
});

test('invariant 12: Lifetime that is not given back is open for ever', () => {
  fc.assert(
    fc.property(facts, fc.integer({ min: 0, max: 36_500 }), (held, later) => {
      const lifetimes = [...held.lifetimes, { plan: 'pro' as const, standing: 'clear' as const }];
      expect(access({ ...held, lifetimes }, days(later))).toMatchObject({ level: 'full', plan: 'pro' });
    }),
    RUNS,
  );
});

test('invariant 13: access never rises by the mere passing of time', () => {
  fc.assert(
    fc.property(facts, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }), (held, start, wait) => {
      const before = access(held, days(start));
      const after = access(held, days(start + wait));
      expect(weight[after.level]).toBeLessThanOrEqual(weight[before.level]);
    }),
    RUNS,
  );
});
