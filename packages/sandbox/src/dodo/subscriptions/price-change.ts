import { reductionsOf } from '../discounts/apply';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { type Quote, quote } from '../money/quote';
import type { AppliedDiscount, Plan, PlanChange, SubscriptionRecord } from '../records/subscription';
import { addInterval } from '../time/calendar';
import { planItems, running } from './price';

export type ProrationMode = 'prorated_immediately' | 'full_immediately' | 'difference_immediately' | 'do_not_bill';

/** Price and effects of an immediate plan change. Used by both the preview and the charge. */
export interface PricedChange {
  quote: Quote;
  change: PlanChange;
  /** Share of the new price that is charged; the old plan is credited with the same share. */
  factor: number;
  /** Value of the unused old plan, in price units. */
  oldValue: number;
}

/**
 * Prices a change made now (docs/providers/dodo.md#plan-changes): prorated by the remaining time, the full difference,
 * the full new price, or nothing. In a trial the new plan is charged in full, and the trial ends. If the old plan is
 * worth more than the new one, the difference becomes credit of the subscription.
 */
export function priceChange(
  dodo: Dodo,
  row: SubscriptionRecord,
  plan: Plan,
  mode: ProrationMode,
  discounts: AppliedDiscount[],
  replacesSchedule: boolean,
): PricedChange {
  const now = dodo.now();
  const onTrial = row.trialEndsMs !== null && row.trialEndsMs > now;
  const billed = mode !== 'do_not_bill';
  const factor = mode === 'prorated_immediately' && !onTrial ? remaining(row, now) : 1;
  const oldCounts = !onTrial && (mode === 'prorated_immediately' || mode === 'difference_immediately');
  const oldValue = oldCounts ? worth(dodo, row, row.plan, row.discounts, factor) : 0;
  const items = billed ? planItems(dodo, plan, row, factor) : [];
  const price = quote(items, reductionsOf(dodo, running(discounts), row.currency), oldValue + row.credit);
  const fromOld = Math.min(oldValue, price.subtotal - price.discount);
  return {
    quote: price,
    factor: billed ? factor : 0,
    oldValue,
    change: {
      plan,
      discounts,
      period: billed && (onTrial || resets(dodo, mode)) ? periodFrom(now, plan) : null,
      creditUsed: price.creditUsed - fromOld,
      creditGranted: oldValue - fromOld,
      endsTrial: billed && onTrial,
      replacesSchedule,
    },
  };
}

/**
 * Discounts after the change: the requested ones, else those that are preserved on a plan change (SDK,
 * subscriptions.ts).
 */
export function discountsAfter(
  dodo: Dodo,
  row: SubscriptionRecord,
  asked: AppliedDiscount[] | null,
): AppliedDiscount[] {
  if (asked) return asked;
  return row.discounts.filter(({ discountId }) => need(dodo.tables.discounts, discountId).preserve);
}

/** In the newer documentation every billed change starts a new period; in the older one the dates stay (switch). */
function resets(dodo: Dodo, mode: ProrationMode): boolean {
  return mode === 'full_immediately' || dodo.switches.get('proration_billing_date') === 'reset';
}

function periodFrom(now: number, plan: Plan): { start: number; end: number } {
  return { start: now, end: addInterval(now, plan.frequency.count, plan.frequency.interval) };
}

/** Remaining share of the current period, to the second. */
function remaining(row: SubscriptionRecord, now: number): number {
  const length = Math.round((row.nextBillingMs - row.previousBillingMs) / 1000);
  const left = Math.floor((row.nextBillingMs - now) / 1000);
  return length > 0 ? Math.min(1, Math.max(0, left / length)) : 0;
}

function worth(dodo: Dodo, row: SubscriptionRecord, plan: Plan, discounts: AppliedDiscount[], factor: number): number {
  const { subtotal, discount } = quote(planItems(dodo, plan, row, factor), reductionsOf(dodo, discounts, row.currency));
  return subtotal - discount;
}
