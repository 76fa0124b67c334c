import { CATALOG } from '@/config/plans';
import { CURRENCIES, type Currency, DEFAULT_CURRENCY } from '../money';
import { INTERVAL_KEYS, INTERVALS, type Interval } from './intervals';
import {
  BASE_PLAN,
  type Feature,
  type Offer,
  offerOf,
  PLAN_KEYS,
  PLANS,
  type PlanKey,
  SKUS,
  type Sku,
  skuOfPlan,
} from './plans';

/** Plans that can be bought, from the smallest to the best. */
export const PLANS_ON_SALE: readonly PlanKey[] = PLAN_KEYS.filter(
  (plan) => PLANS[plan].onSale !== false && intervalsOf(plan).length > 0,
);

/** Plans that are shown: those on sale, and the free one unless it is hidden. */
export const PLANS_SHOWN: readonly PlanKey[] = PLAN_KEYS.filter(
  (plan) => PLANS_ON_SALE.includes(plan) || (plan === BASE_PLAN && PLANS[plan].onSale !== false),
);

/** SKUs that are bought once and can be bought now, by what they are. */
export const LIFETIMES_ON_SALE = SKUS.filter((sku) => isOnSale(sku, 'lifetime'));
export const CREDITS_ON_SALE = SKUS.filter((sku) => isOnSale(sku, 'credits'));

/** Intervals of any plan on sale, shortest first. */
export const INTERVALS_ON_SALE: readonly Interval[] = INTERVAL_KEYS.filter((interval) =>
  PLANS_ON_SALE.some((plan) => skuOfPlan(plan, interval) !== null),
);

/** The interval of an order that names none: monthly where any plan is sold so. */
export function defaultIntervalOf(plan: PlanKey): Interval {
  const own = intervalsOf(plan);
  return own.find((interval) => interval === 'month') ?? own[0] ?? 'month';
}

/** Intervals a plan is sold in, shortest first. */
export function intervalsOf(plan: PlanKey): Interval[] {
  return INTERVAL_KEYS.filter((interval) => skuOfPlan(plan, interval) !== null);
}

/** The smallest plan on sale with a feature; null when none has it. */
export function smallestPlanWith(feature: Feature): PlanKey | null {
  return PLANS_ON_SALE.find((plan) => PLANS[plan].features.includes(feature)) ?? null;
}

/**
 * What a year in this interval saves, in minor units, compared with a year in the plan's shortest one; null when it saves
 * nothing.
 */
export function savingOf(plan: PlanKey, interval: Interval, currency: Currency = DEFAULT_CURRENCY): bigint | null {
  const [shortest] = intervalsOf(plan);
  if (shortest === undefined) return null;
  const saved = yearlyCost(plan, shortest, currency) - yearlyCost(plan, interval, currency);
  return saved > 0n ? saved : null;
}

function yearlyCost(plan: PlanKey, interval: Interval, currency: Currency): bigint {
  const sku = skuOfPlan(plan, interval);
  return sku === null ? 0n : offerOf(sku).prices[currency] * INTERVALS[interval].perYear;
}

function isOnSale(sku: Sku, kind: Offer['kind']): boolean {
  const offer = offerOf(sku);
  return offer.kind === kind && offer.onSale;
}

interface OneTimeCopy {
  readonly name: string;
  readonly line: string;
  readonly button: string;
}

/** What the card of a one-time purchase says. */
export function oneTimeCopy(sku: string): OneTimeCopy {
  // Of a catalog without one-time purchases, the types know no entry.
  const offers: readonly (readonly [string, OneTimeCopy])[] = Object.entries(CATALOG.oneTime);
  const found = offers.find(([key]) => key === sku);
  if (found === undefined) throw new Error(`${sku} is not a one-time purchase`);
  return found[1];
}

/**
 * Months a year in this interval gives for nothing, where every plan sold in it and by the month gives the same in every
 * currency; else null.
 */
export function monthsFreeIn(interval: Interval): bigint | null {
  const given = PLANS_ON_SALE.filter((plan) => skuOfPlan(plan, interval) !== null).flatMap((plan) =>
    CURRENCIES.map((currency) => {
      const month = yearlyCost(plan, 'month', currency);
      const saved = 12n * (month - yearlyCost(plan, interval, currency));
      return month === 0n || saved % month !== 0n ? null : saved / month;
    }),
  );
  const [first = null] = given;
  return first !== null && first > 0n && given.every((months) => months === first) ? first : null;
}
