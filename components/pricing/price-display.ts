import type { Interval } from '@/lib/billing/catalog/intervals';
import { INTERVALS_ON_SALE, intervalsOf, savingOf } from '@/lib/billing/catalog/on-sale';
import { offerOf, type PlanKey, skuOfPlan } from '@/lib/billing/catalog/plans';
import { CURRENCIES, type Currency, formatMoney } from '@/lib/billing/money';

/** A price as shown on the prerendered page, the same for every visitor and therefore in one locale. */
export interface CurrencyPrice {
  readonly currency: Currency;
  /** How price-toggles.css knows the currency. */
  readonly number: number;
  readonly price: string;
}

/** One of a plan's prices. */
export interface PlanPrice extends CurrencyPrice {
  readonly interval: Interval;
  /** The choices of billing period that show it: its own, and those the plan isn't sold in. */
  readonly shownFor: readonly Interval[];
  /** Savings per year over the plan's shortest interval; null when there are none. */
  readonly saving: string | null;
}

/** The same price in every currency. */
export function inEachCurrency(amountIn: (currency: Currency) => bigint): CurrencyPrice[] {
  return CURRENCIES.map((currency, index) => ({
    ...{ currency, number: index + 1 },
    price: formatPrice(amountIn(currency), currency),
  }));
}

/** A plan's prices in every interval and currency. */
export function pricesOf(plan: PlanKey): PlanPrice[] {
  return intervalsOf(plan).flatMap((interval) => {
    const sku = skuOfPlan(plan, interval);
    if (sku === null) return [];
    return inEachCurrency((currency) => offerOf(sku).prices[currency]).map((price) => {
      const saving = savingOf(plan, interval, price.currency);
      return {
        ...price,
        interval,
        shownFor: INTERVALS_ON_SALE.filter((choice) => closestTo(choice, plan) === interval),
        saving: saving === null ? null : formatPrice(saving, price.currency),
      };
    });
  });
}

/** The plan's interval shown for a chosen one: the same, or else the next shorter, or the shortest. */
function closestTo(choice: Interval, plan: PlanKey): Interval | undefined {
  const own = intervalsOf(plan);
  const upTo = INTERVALS_ON_SALE.slice(0, INTERVALS_ON_SALE.indexOf(choice) + 1);
  return own.findLast((interval) => upTo.includes(interval)) ?? own[0];
}

/** Omits cents that are zero; the same for every visitor. */
export function formatPrice(minor: bigint, currency: Currency): string {
  return formatMoney(minor, currency, 'en-US', { short: true });
}
