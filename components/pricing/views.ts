import { oneTimeCopy, PLANS_ON_SALE } from '@/lib/billing/catalog/on-sale';
import { offerOf, PLANS, type PlanKey, type Sku } from '@/lib/billing/catalog/plans';
import { type CurrencyPrice, inEachCurrency, type PlanPrice, pricesOf } from './price-display';

/**
 * What the pricing page shows of the catalog, as data. Its cards are client components: the page then carries this once,
 * instead of every element a second time.
 */
export interface PlanView {
  readonly plan: PlanKey;
  readonly name: string;
  readonly line: string;
  readonly points: readonly string[];
  readonly button: string;
  readonly highlighted: boolean;
  readonly trialDays: number;
  readonly maxSeats: number;
  /** Null for a plan that isn't sold: the free one. */
  readonly prices: readonly PlanPrice[] | null;
  /** Nothing, in every currency; for the free plan. */
  readonly free: readonly CurrencyPrice[];
}

export interface OneTimeView {
  readonly sku: Sku;
  readonly name: string;
  readonly line: string;
  readonly button: string;
  readonly prices: readonly CurrencyPrice[];
  /** Most packs in one order; null for what is bought once. */
  readonly maxQuantity: number | null;
}

export function planView(plan: PlanKey): PlanView {
  const { name, line, points, button, highlighted = false, trialDays = 0, maxSeats = 1 } = PLANS[plan];
  const sold = PLANS_ON_SALE.includes(plan);
  return {
    ...{ plan, name, line, points, button, highlighted, trialDays, maxSeats },
    prices: sold ? pricesOf(plan) : null,
    free: sold ? [] : inEachCurrency(() => 0n),
  };
}

export function oneTimeView(sku: Sku): OneTimeView {
  const offer = offerOf(sku);
  return {
    ...{ sku, ...oneTimeCopy(sku) },
    prices: inEachCurrency((currency) => offer.prices[currency]),
    maxQuantity: offer.kind === 'credits' ? offer.maxQuantity : null,
  };
}
