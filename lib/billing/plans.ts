import type { Currency } from './money';

/** What a customer can hold. `rank` orders them: the better plan wins when several are held. */
export const PLANS = {
  free: { name: 'Free', rank: 0, features: { reports: false, exports: false }, limits: { projects: 1 } },
  starter: { name: 'Starter', rank: 1, features: { reports: false, exports: true }, limits: { projects: 5 } },
  pro: { name: 'Pro', rank: 2, features: { reports: true, exports: true }, limits: { projects: 100 } },
} as const;

export type PlanKey = keyof typeof PLANS;
export type Interval = 'month' | 'year';

/** Which open checkout an offer competes with: a customer has at most one open checkout a lane. */
export type Lane = 'subscription' | 'lifetime' | 'credits';

interface Sold {
  /** Shown at the provider's checkout and on receipts. */
  readonly name: string;
  readonly description: string;
  /** Minor units of each currency. */
  readonly prices: Readonly<Record<Currency, bigint>>;
}

export interface SubscriptionOffer extends Sold {
  readonly lane: 'subscription';
  readonly plan: Exclude<PlanKey, 'free'>;
  readonly interval: Interval;
  readonly trialDays: number;
  /** Seats one subscription may have; one where nothing is said. A checkout buys one, the account page changes it. */
  readonly maxQuantity?: number;
}

export interface LifetimeOffer extends Sold {
  readonly lane: 'lifetime';
  readonly plan: 'pro';
}

export interface CreditsOffer extends Sold {
  readonly lane: 'credits';
  /** Credits in one pack. */
  readonly credits: number;
  readonly maxQuantity: number;
}

export type Offer = SubscriptionOffer | LifetimeOffer | CreditsOffer;

/**
 * Everything that is for sale. To add a plan, add its offers here and run `npm run billing:push`:
 * products and prices at every configured provider follow, a changed price is archived and made anew.
 */
export const CATALOGUE = {
  starter_month: {
    lane: 'subscription',
    plan: 'starter',
    interval: 'month',
    trialDays: 0,
    name: 'Starter, monthly',
    description: 'Five projects and exports.',
    prices: { USD: 900n, EUR: 900n, JPY: 1400n },
  },
  starter_year: {
    lane: 'subscription',
    plan: 'starter',
    interval: 'year',
    trialDays: 0,
    name: 'Starter, yearly',
    description: 'Five projects and exports, two months free.',
    prices: { USD: 9000n, EUR: 9000n, JPY: 14000n },
  },
  pro_month: {
    lane: 'subscription',
    plan: 'pro',
    interval: 'month',
    trialDays: 14,
    maxQuantity: 100,
    name: 'Pro, monthly',
    description: 'A hundred projects, exports and usage reports.',
    prices: { USD: 2900n, EUR: 2700n, JPY: 4400n },
  },
  pro_year: {
    lane: 'subscription',
    plan: 'pro',
    interval: 'year',
    trialDays: 14,
    maxQuantity: 100,
    name: 'Pro, yearly',
    description: 'A hundred projects, exports and usage reports, two months free.',
    prices: { USD: 29000n, EUR: 27000n, JPY: 44000n },
  },
  lifetime: {
    lane: 'lifetime',
    plan: 'pro',
    name: 'Lifetime',
    description: 'Pro for good, paid once.',
    prices: { USD: 59000n, EUR: 55000n, JPY: 89000n },
  },
  credits: {
    lane: 'credits',
    credits: 100,
    maxQuantity: 100,
    name: '100 report credits',
    description: 'Credits for usage reports. They do not expire.',
    prices: { USD: 1000n, EUR: 900n, JPY: 1500n },
  },
} as const satisfies Record<string, Offer>;

export type Sku = keyof typeof CATALOGUE;

export const SKUS = Object.keys(CATALOGUE).filter(isSku);

export function isSku(value: string): value is Sku {
  return Object.hasOwn(CATALOGUE, value);
}

export function offerOf(sku: Sku): Offer {
  return CATALOGUE[sku];
}

/** Seats one subscription to it may have. */
export function seatsOf({ maxQuantity = 1 }: SubscriptionOffer): number {
  return maxQuantity;
}

/** The plan a SKU opens; null for credits, which open none. */
export function planOf(sku: string | null): Exclude<PlanKey, 'free'> | null {
  if (sku === null || !isSku(sku)) return null;
  const offer = offerOf(sku);
  return offer.lane === 'credits' ? null : offer.plan;
}
