import { CURRENCIES, type Currency, formatMoney } from '@/lib/billing/money';
import { CATALOGUE, type Interval, type SubscriptionOffer } from '@/lib/billing/plans';

export const INTERVALS = ['month', 'year'] as const satisfies readonly Interval[];
export type PaidPlan = SubscriptionOffer['plan'];

/** One price of a plan, as the page shows it: the same for every reader, so in one locale. */
export interface ShownPrice {
  readonly interval: Interval;
  readonly currency: Currency;
  readonly price: string;
  /** What a year saves against twelve months; null where it saves nothing. */
  readonly saving: string | null;
}

/** Every combination of interval and currency of a plan. */
export function pricesOf(plan: PaidPlan): ShownPrice[] {
  return INTERVALS.flatMap((interval) =>
    CURRENCIES.map((currency) => {
      const amount = CATALOGUE[`${plan}_${interval}`].prices[currency];
      const saved = interval === 'year' ? 12n * CATALOGUE[`${plan}_month`].prices[currency] - amount : 0n;
      return {
        interval,
        currency,
        price: shown(amount, currency),
        saving: saved > 0n ? shown(saved, currency) : null,
      };
    }),
  );
}

/** An amount without needless zeros, the same for everyone. */
export function shown(minor: bigint, currency: Currency): string {
  return formatMoney(minor, currency, 'en-US', true);
}

export function trialDaysOf(plan: PaidPlan): number {
  return CATALOGUE[`${plan}_month`].trialDays;
}
