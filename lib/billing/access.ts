import { cache } from 'react';
import { businessNow } from '@/lib/clock';
import { loadFacts } from './facts';
import { PLANS, type PlanKey } from './plans';
import type { EndReason, SubscriptionStatus } from './types';

export type Level = 'full' | 'read_only' | 'none';
export type Reason =
  | 'never'
  | 'trial'
  | 'paid'
  | 'cancelling'
  | 'renewal_due'
  | 'past_due'
  | 'lifetime'
  | 'disputed'
  | 'refunded'
  | 'charged_back'
  | 'paused'
  | 'unpaid'
  | 'ended'
  | 'pending';

/** How the money behind something stands: a refund in full or a lost dispute takes it away, an open dispute freezes it. */
export type Standing = 'clear' | 'disputed' | 'refunded' | 'charged_back';

export interface SubscriptionFact {
  readonly plan: PlanKey;
  /** Seats that are paid for. */
  readonly quantity: number;
  readonly status: SubscriptionStatus;
  readonly paidUntil: Date | null;
  readonly trialEnd: Date | null;
  readonly cancelAt: Date | null;
  readonly endReason: EndReason | null;
  readonly pastDueSince: Date | null;
  readonly standing: Standing;
}

export interface LifetimeFact {
  readonly plan: PlanKey;
  readonly standing: Standing;
}

export interface Facts {
  readonly subscriptions: readonly SubscriptionFact[];
  readonly lifetimes: readonly LifetimeFact[];
  /** Credits left to spend. */
  readonly credits: number;
}

export interface Decision {
  readonly plan: PlanKey;
  readonly level: Level;
  /** When this decision would change by itself; null when it would not. UTC. */
  readonly until: Date | null;
  readonly reason: Reason;
  /** How many people it is paid for. */
  readonly seats: number;
}

export interface Access extends Decision {
  readonly credits: number;
}

/** Full access goes on this long after a failed or missing renewal, in days; then the account can be read only. */
export const GRACE_DAYS = 7;
const DAY = 86_400_000;
const LEVELS: Record<Level, number> = { none: 0, read_only: 1, full: 2 };

/** What one subscription opens at a time. Pure; the table in tests/unit/access.test.ts is its specification. */
export function accessOfSubscription(fact: SubscriptionFact, now: Date, graceDays = GRACE_DAYS): Decision {
  const decide = (level: Level, reason: Reason, until: Date | null = null): Decision => ({
    plan: fact.plan,
    level,
    until,
    reason,
    seats: fact.quantity,
  });
  const decided = byStatus(fact, now, graceDays, decide);
  if (decided.level === 'none') return decided;
  if (fact.standing === 'refunded' || fact.standing === 'charged_back') return decide('none', fact.standing);
  if (fact.standing === 'disputed') return decide('read_only', 'disputed');
  return decided;
}

function byStatus(
  fact: SubscriptionFact,
  now: Date,
  graceDays: number,
  decide: (level: Level, reason: Reason, until?: Date | null) => Decision,
): Decision {
  switch (fact.status) {
    case 'pending':
    case 'failed':
      return decide('none', 'pending');
    case 'unpaid':
    case 'paused':
      return decide('none', fact.status);
    case 'ended':
      // Cancelled for the end of the period, and the provider ended it early (Dodo may): what is paid stays open.
      return fact.endReason === 'scheduled' && fact.paidUntil !== null && now < fact.paidUntil
        ? decide('full', 'cancelling', fact.paidUntil)
        : decide('none', 'ended');
    case 'past_due':
      return whileOwing(fact.pastDueSince ?? fact.paidUntil ?? now, 'past_due', now, graceDays, decide);
    case 'trialing':
    case 'active': {
      if (fact.cancelAt !== null) {
        return now < fact.cancelAt ? decide('full', 'cancelling', fact.cancelAt) : decide('none', 'ended');
      }
      const covered = fact.status === 'trialing' ? (fact.trialEnd ?? fact.paidUntil) : fact.paidUntil;
      if (covered === null) return decide('none', 'pending');
      if (now < covered) return decide('full', fact.status === 'trialing' ? 'trial' : 'paid', covered);
      return whileOwing(covered, 'renewal_due', now, graceDays, decide);
    }
  }
}

/** Full for the grace, counted from when the money was due, then read-only. */
function whileOwing(
  since: Date,
  reason: Reason,
  now: Date,
  graceDays: number,
  decide: (level: Level, reason: Reason, until?: Date | null) => Decision,
): Decision {
  const graceEnds = new Date(since.getTime() + graceDays * DAY);
  return now < graceEnds ? decide('full', reason, graceEnds) : decide('read_only', reason);
}

function accessOfLifetime(fact: LifetimeFact): Decision {
  const level = fact.standing === 'clear' ? 'full' : fact.standing === 'disputed' ? 'read_only' : 'none';
  return {
    plan: fact.plan,
    level,
    until: null,
    reason: fact.standing === 'clear' ? 'lifetime' : fact.standing,
    seats: 1,
  };
}

/**
 * The one place where access is decided: from ledger facts and a time, nothing else.
 * Several purchases combine to the best: fuller level first, then the better plan, then the longer.
 */
export function access(facts: Facts, now: Date, graceDays = GRACE_DAYS): Access {
  const decisions = [
    ...facts.subscriptions.map((fact) => accessOfSubscription(fact, now, graceDays)),
    ...facts.lifetimes.map(accessOfLifetime),
  ];
  const [best] = decisions.sort(
    (a, b) =>
      LEVELS[b.level] - LEVELS[a.level] ||
      PLANS[b.plan].rank - PLANS[a.plan].rank ||
      (b.until?.getTime() ?? Number.POSITIVE_INFINITY) - (a.until?.getTime() ?? Number.POSITIVE_INFINITY) ||
      0,
  );
  return {
    ...(best ?? { plan: 'free', level: 'none', until: null, reason: 'never', seats: 1 }),
    credits: facts.credits,
  };
}

/** The signed-in person's access now, in business time. One load a request, however often it is asked. */
export const getAccess = cache(async (userId: string): Promise<Access> => {
  const [facts, now] = await Promise.all([loadFacts(userId), businessNow()]);
  return access(facts, now);
});

/** A subscription is there, open or to be gone on with: none is sold beside it. */
export function isSubscribed({ level, reason }: Pick<Decision, 'level' | 'reason'>): boolean {
  return level !== 'none' || reason === 'paused' || reason === 'unpaid';
}

export type Feature = keyof (typeof PLANS)['free']['features'];

/** Whether a feature may be used, not merely looked at. */
export function mayUse(granted: Decision, feature: Feature): boolean {
  return granted.level === 'full' && PLANS[granted.plan].features[feature];
}

/** The limits that apply: those of the plan while it opens anything, else those of Free. */
export function limitsOf(granted: Decision): (typeof PLANS)[PlanKey]['limits'] {
  return PLANS[granted.level === 'none' ? 'free' : granted.plan].limits;
}
