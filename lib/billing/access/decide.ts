import { BASE_PLAN, type Feature, PLANS, type PlanKey, planOf } from '../catalog/plans';
import type { EndReason, SubscriptionStatus } from '../types';
import { best, compareAccess } from './best';
import { bestSpan } from './best-span';
import { type CoveredSpan, isTakenBack, type PaymentStanding } from './coverage';
import { accessOfGift, type GiftFact } from './gift';
import { withinSeats } from './within-seats';

export type Level = 'full' | 'read_only' | 'none';
export type Reason =
  | 'never'
  | 'trial'
  | 'paid'
  | 'canceling'
  | 'given'
  | 'renewal_due'
  | 'past_due'
  | 'lifetime'
  | 'granted'
  | 'disputed'
  | 'refunded'
  | 'charged_back'
  | 'paused'
  | 'unpaid'
  | 'no_seats'
  | 'over_seats'
  | 'ended'
  | 'pending';

export interface SubscriptionFact {
  /** What the contract says now. */
  readonly plan: PlanKey;
  /** Seats of the contract. */
  readonly quantity: number;
  readonly status: SubscriptionStatus;
  readonly trialEnd: Date | null;
  readonly cancelAt: Date | null;
  readonly endReason: EndReason | null;
  /** Due date of what is unpaid now. */
  readonly pastDueSince: Date | null;
  /** Time the merchant gives without money: an invoice that is not due yet, paused collection that keeps the service. */
  readonly givenUntil: Date | null;
  /** The merchant changed plan or seats and has billed nothing for it: the contract counts, not the invoices. */
  readonly unbilled: boolean;
  /** A dispute over any of its payments, also over time that has passed, freezes it. */
  readonly disputed: boolean;
  readonly coverage: readonly CoveredSpan[];
}

export interface LifetimeFact {
  readonly plan: PlanKey;
  readonly standing: PaymentStanding;
}

export interface Facts {
  readonly subscriptions: readonly SubscriptionFact[];
  readonly lifetimes: readonly LifetimeFact[];
  readonly gifts: readonly GiftFact[];
  /** Credits left to spend. */
  readonly credits: number;
  /** People in the workspace. */
  readonly members: number;
}

export interface Decision {
  readonly plan: PlanKey;
  readonly level: Level;
  /** When this decision would change if nothing else happens; null when it would not. UTC. */
  readonly until: Date | null;
  readonly reason: Reason;
  /** How many people it is paid for. */
  readonly seats: number;
  /** With reason `over_seats`: what enough seats would open. */
  readonly withSeats?: Decision;
}

export interface Access extends Decision {
  /** With reason `granted`: what the customer's own purchases open. */
  readonly withoutGift?: Decision;
  readonly credits: number;
}

/** Full access lasts this many days after a failed or missing renewal; then the account is read-only. */
export const GRACE_DAYS = 7;
/**
 * A renewal that has not come for this many hours is nothing to mention: Stripe keeps its invoice as a draft for about
 * an hour (docs.stripe.com/billing/invoices/subscription).
 */
const QUIET_HOURS = 3;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What one subscription opens at a time. Pure; the table in tests/unit/access.test.ts is its specification. */
export function accessOfSubscription(fact: SubscriptionFact, now: Date, graceDays = GRACE_DAYS): Decision {
  const { status, cancelAt } = fact;
  if (status === 'pending' || status === 'failed') return none(fact, 'pending');
  if (status === 'paused') return none(fact, 'paused');
  if (status === 'ended' && !isPaidOut(fact)) return none(fact, 'ended');
  if (fact.quantity < 1 && fact.plan !== BASE_PLAN) return none(fact, 'no_seats');
  if (cancelAt !== null && cancelAt <= now) return none(fact, 'ended');
  // A contract that no longer sells a plan of ours opens what was paid before, and nothing else.
  const unpaid = () =>
    fact.plan === BASE_PLAN ? none(fact, 'ended') : (byTime(fact, now) ?? byGrace(fact, now, graceDays));
  const opened = byMoney(fact, now) ?? unpaid();
  const frozen = fact.disputed && opened.level !== 'none';
  return frozen ? { ...opened, level: 'read_only', reason: 'disputed', until: null } : capped(opened, cancelAt);
}

/** Ended on schedule, or because its running period was refunded: everything else that is paid stays open. */
function isPaidOut({ endReason }: SubscriptionFact): boolean {
  return endReason === 'scheduled' || endReason === 'refunded';
}

function none({ plan, quantity }: SubscriptionFact, reason: Reason): Decision {
  return { plan, level: 'none', until: null, reason, seats: quantity };
}

/** What is paid for. Returned money closes the time it paid for, and no grace period reopens it. */
function byMoney(fact: SubscriptionFact, now: Date): Decision | null {
  const current = fact.coverage.filter(({ until }) => now < until);
  const kept = bestSpan(current.filter(({ standing }) => !isTakenBack(standing)));
  if (kept === null) {
    const [gone] = current;
    return gone === undefined ? null : none(fact, isTakenBack(gone.standing) ? gone.standing : 'ended');
  }
  const paid = planOf(kept.sku) ?? BASE_PLAN;
  const seats = paid === fact.plan ? Math.min(fact.quantity, kept.quantity) : kept.quantity;
  const open = grantedOnTop(fact, { plan: paid, seats, until: kept.until }, now);
  return kept.standing === 'disputed'
    ? { ...open, level: 'read_only', reason: 'disputed', until: null }
    : { ...open, level: 'full', reason: fact.status === 'ended' ? 'canceling' : 'paid' };
}

type Opened = Pick<Decision, 'plan' | 'seats' | 'until'>;

/** More than is paid for: the merchant changed the contract and billed nothing for it, or its invoice isn't due yet. */
function grantedOnTop({ plan, quantity, unbilled, givenUntil }: SubscriptionFact, paid: Opened, now: Date): Opened {
  if (PLANS[plan].rank < PLANS[paid.plan].rank) return paid;
  if (unbilled) return { ...paid, plan, seats: quantity };
  const isMore = plan !== paid.plan || quantity > paid.seats;
  if (!isMore || givenUntil === null || givenUntil <= now) return paid;
  return { plan, seats: quantity, until: paid.until !== null && paid.until < givenUntil ? paid.until : givenUntil };
}

/** Time that needs no money: the trial, and what the merchant gives. */
function byTime({ plan, quantity: seats, status, trialEnd, givenUntil, coverage }: SubscriptionFact, now: Date) {
  if (status === 'ended') return null;
  if (status === 'trialing' && trialEnd !== null && now < trialEnd) {
    // A charge of a paying customer that was moved is no trial: theirs is time given.
    const reason = coverage.length > 0 ? 'given' : 'trial';
    return { plan, seats, level: 'full', reason, until: trialEnd } satisfies Decision;
  }
  if (givenUntil !== null && now < givenUntil) {
    return { plan, seats, level: 'full', reason: 'given', until: givenUntil } satisfies Decision;
  }
  return null;
}

/** Full for the grace after what was paid, tried or given ran out, then read-only. It extends; it never begins anything. */
function byGrace(fact: SubscriptionFact, now: Date, graceDays: number): Decision {
  const { plan, quantity: seats, status, pastDueSince } = fact;
  if (status === 'ended') return none(fact, 'ended');
  if (status === 'unpaid') return none(fact, 'unpaid');
  const last = lastOpen(fact);
  if (last === null) return none(fact, 'pending');
  if (isTakenBack(last.standing)) return none(fact, last.standing);
  const grace = graceDays * DAY;
  const ended = last.until.getTime();
  const due = pastDueSince?.getTime() ?? ended;
  const since = status === 'past_due' && due > ended && due - ended <= grace ? due : ended;
  if (status !== 'past_due' && now.getTime() - since < QUIET_HOURS * HOUR) {
    return { plan, seats, level: 'full', reason: 'paid', until: new Date(since + QUIET_HOURS * HOUR) };
  }
  const reason = status === 'past_due' ? 'past_due' : 'renewal_due';
  const until = new Date(since + grace);
  return now < until
    ? { plan, seats, level: 'full', reason, until }
    : { plan, seats, level: 'read_only', reason, until: null };
}

/** What ran out last. */
function lastOpen({
  coverage,
  trialEnd,
  givenUntil,
}: SubscriptionFact): Pick<CoveredSpan, 'until' | 'standing'> | null {
  const times = [trialEnd, givenUntil].flatMap((until) =>
    until === null ? [] : [{ until, standing: 'clear' as const }],
  );
  const [last] = [...coverage, ...times].sort((a, b) => b.until.getTime() - a.until.getTime());
  return last ?? null;
}

/** A scheduled end ends access; it never extends it. */
function capped(opened: Decision, cancelAt: Date | null): Decision {
  if (cancelAt === null || opened.level === 'none') return opened;
  const until = opened.until === null || cancelAt < opened.until ? cancelAt : opened.until;
  const reason = opened.level === 'full' && opened.reason !== 'past_due' ? 'canceling' : opened.reason;
  return { ...opened, until, reason };
}

function accessOfLifetime(fact: LifetimeFact): Decision {
  const { plan, standing } = fact;
  if (standing === 'clear') return { plan, level: 'full', until: null, reason: 'lifetime', seats: 1 };
  return { plan, level: standing === 'disputed' ? 'read_only' : 'none', until: null, reason: standing, seats: 1 };
}

/**
 * The one place where access is decided: from ledger facts and a time, nothing else.
 * Several purchases combine to the best: fuller level first, then the better plan, then what is no gift, then the longer.
 * Each counts for as many people as it has seats; what an operator gave is for everyone.
 */
export function decideAccess({ credits, members, ...facts }: Facts, now: Date, graceDays = GRACE_DAYS): Access {
  const bought = [
    ...facts.subscriptions.map((fact) => accessOfSubscription(fact, now, graceDays)),
    ...facts.lifetimes.map(accessOfLifetime),
  ];
  const own = best(bought.map((decision) => withinSeats(decision, members)));
  const gift = best(facts.gifts.flatMap((given) => accessOfGift(given, now)));
  if (gift === undefined || (own !== undefined && compareAccess(own, gift) >= 0)) {
    return { ...(own ?? { plan: BASE_PLAN, level: 'none', until: null, reason: 'never', seats: 1 }), credits };
  }
  const seats = Math.max(gift.seats, members, own?.seats ?? 1);
  return { ...gift, seats, ...(own === undefined ? {} : { withoutGift: own }), credits };
}

/** Whether a feature may be used, not merely looked at. */
export function can(granted: Decision, feature: Feature): boolean {
  return granted.level === 'full' && PLANS[granted.plan].features.includes(feature);
}

/**
 * Whether the customer already has a subscription (active, paused, or unpaid), so another must not be sold. Time that an
 * operator gave is no subscription.
 */
export function isSubscribed({
  level,
  reason,
  withoutGift,
}: Pick<Access, 'level' | 'reason' | 'withoutGift'>): boolean {
  if (reason === 'granted') return withoutGift !== undefined && isSubscribed(withoutGift);
  return level !== 'none' || reason === 'paused' || reason === 'unpaid';
}
