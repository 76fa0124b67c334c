import { CATALOG } from '@/config/plans';
import type { Currency } from '../money';
import type { OneTimeConfig, PlanConfig, Prices } from './define';
import { INTERVAL_KEYS, INTERVALS, type Interval } from './intervals';

export type { Interval } from './intervals';

export type PlanKey = keyof typeof CATALOG.plans & string;
export type Feature = keyof typeof CATALOG.features & string;
type Limit = keyof (typeof CATALOG.plans)[PlanKey]['limits'] & string;

/** A plan as configured. `rank` is its place in the list: the better plan wins when several are held. */
export interface Plan extends PlanConfig<Currency, Feature, Limit> {
  readonly rank: number;
}

/** Which open checkout an offer competes with: a customer has at most one open checkout of each kind. */
export type CheckoutKind = 'subscription' | 'lifetime' | 'credits';

interface Sold {
  /** Shown at the provider's checkout and on receipts. */
  readonly name: string;
  readonly description: string;
  /** Minor units of each currency. */
  readonly prices: Prices<Currency>;
  /** Whether it can be bought. What is off sale is still recognized. */
  readonly onSale: boolean;
}

export interface SubscriptionOffer extends Sold {
  readonly kind: 'subscription';
  readonly plan: PlanKey;
  readonly interval: Interval;
  readonly trialDays: number;
  /** Seats one subscription may have. A checkout buys one, the account page changes it. */
  readonly maxSeats: number;
}

export interface LifetimeOffer extends Sold {
  readonly kind: 'lifetime';
  readonly plan: PlanKey;
}

export interface CreditsOffer extends Sold {
  readonly kind: 'credits';
  /** Credits in one pack. */
  readonly credits: number;
  readonly maxQuantity: number;
}

export type Offer = SubscriptionOffer | LifetimeOffer | CreditsOffer;

/** What is sold, as providers and our tables know it: a plan with its interval, or a one-time purchase by its key. */
export type Sku = `${PlanKey}_${Interval}` | (keyof typeof CATALOG.oneTime & string);

// The configuration's own keys: `Object.keys` forgets them.
export const PLAN_KEYS = Object.keys(CATALOG.plans) as readonly PlanKey[];
export const PLANS = Object.fromEntries(
  PLAN_KEYS.map((key, rank): [PlanKey, Plan] => [key, { ...CATALOG.plans[key], rank }]),
) as Readonly<Record<PlanKey, Plan>>;

/** The plan of everyone who has no other: the first. */
export const BASE_PLAN: PlanKey = basePlan();

const OFFERS: ReadonlyMap<string, Offer> = new Map([...PLAN_KEYS.flatMap(subscriptionOffers), ...oneTimeOffers()]);
export const SKUS = [...OFFERS.keys()].filter(isSku);

export function isSku(value: string): value is Sku {
  return OFFERS.has(value);
}

/** Throws when nothing is sold under it. */
export function offerOf(sku: Sku): Offer {
  const offer = OFFERS.get(sku);
  if (offer === undefined) throw new Error(`${sku} is not in config/plans.ts`);
  return offer;
}

/** The SKU of a plan in an interval; null when there is none. */
export function skuOfPlan(plan: PlanKey, interval: Interval): Sku | null {
  const sku = `${plan}_${interval}` as const;
  return isSku(sku) ? sku : null;
}

/** The SKUs that open a plan without an end, also those off sale. */
export const LIFETIME_SKUS: string[] = SKUS.filter((sku) => offerOf(sku).kind === 'lifetime');

/** The plan a SKU opens; null for credits, which open none, and for what isn't ours. */
export function planOf(sku: string | null): PlanKey | null {
  if (sku === null || !isSku(sku)) return null;
  const offer = offerOf(sku);
  return offer.kind === 'credits' ? null : offer.plan;
}

/** Name of the plan that a SKU opens; of the plan everyone has when it opens none. */
export function planNameOf(sku: string | null): string {
  return PLANS[planOf(sku) ?? BASE_PLAN].name;
}

function basePlan(): PlanKey {
  const [first] = PLAN_KEYS;
  if (first === undefined) throw new Error('config/plans.ts has no plans');
  return first;
}

function subscriptionOffers(plan: PlanKey): [string, SubscriptionOffer][] {
  const { name, line, prices = {}, trialDays = 0, maxSeats = 1, onSale = true } = PLANS[plan];
  return INTERVAL_KEYS.flatMap((interval): [string, SubscriptionOffer][] => {
    const amounts = prices[interval];
    if (amounts === undefined) return [];
    const sold = { name: `${name} (${INTERVALS[interval].adverb})`, description: line, prices: amounts, onSale };
    return [[`${plan}_${interval}`, { kind: 'subscription', plan, interval, trialDays, maxSeats, ...sold }]];
  });
}

function oneTimeOffers(): [string, Offer][] {
  const configured: [string, OneTimeConfig<Currency, PlanKey>][] = Object.entries(CATALOG.oneTime);
  return configured.map(([sku, config]): [string, Offer] => {
    const { name, itemName = name, line: description, prices, onSale = true } = config;
    const sold = { name: itemName, description, prices, onSale };
    if (config.kind === 'lifetime') return [sku, { kind: 'lifetime', plan: config.plan, ...sold }];
    return [sku, { kind: 'credits', credits: config.credits, maxQuantity: config.maxQuantity, ...sold }];
  });
}

/** How many seats a subscription with this SKU can have; 1 for a plan for one person, and for none of ours. */
export function mostSeatsOf(sku: string | null): number {
  const offer = sku !== null && isSku(sku) ? offerOf(sku) : null;
  return offer?.kind === 'subscription' ? offer.maxSeats : 1;
}
