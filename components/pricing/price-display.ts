import type { Interval } from '@/lib/billing/catalog/intervals';
import { INTERVALS_ON_SALE, intervalsOf, savingOf } from '@/lib/billing/catalog/on-sale';
import { offerOf, type PlanKey, skuOfPlan } from '@/lib/billing/catalog/plans';
import { CURRENCIES, type Currency, formatMoney } from '@/lib/billing/money';

/** A price as shown on the prerendered page, the same for every visitor and therefore in one locale. */
export interface DisplayPrice {
  readonly interval: Interval;
  /** The choices of billing period that show it: its own, and those the plan isn't sold in. */
  readonly shownFor: readonly Interval[];
  readonly currency: Currency;
  readonly price: string;
  /** Savings per year over the plan's shortest interval; null when there are none. */
  readonly saving: string | null;
}

/** A plan's prices in every interval and currency. */
export function pricesOf(plan: PlanKey): DisplayPrice[] {
  return intervalsOf(plan).flatMap((interval) => {
    const sku = skuOfPlan(plan, interval);
    if (sku === null) return [];
    return CURRENCIES.map((currency) => {
      const saving = savingOf(plan, interval, currency);
      return {
        interval,
        shownFor: INTERVALS_ON_SALE.filter((choice) => closestTo(choice, plan) === interval),
        currency,
        price: formatPrice(offerOf(sku).prices[currency], currency),
        saving: saving === null ? null : formatPrice(saving, currency),
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
