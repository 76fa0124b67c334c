import { defaultIntervalOf, intervalsOf, PLANS_ON_SALE } from '@/lib/billing/catalog/on-sale';
import { offerOf, type PlanKey, skuOfPlan } from '@/lib/billing/catalog/plans';

const small = PLANS_ON_SALE[0];
const best = PLANS_ON_SALE.at(-1);

/** Names of purchases for the preview of emails, from the catalog. */
export const EXAMPLE_ITEM = nameOf(best, defaultIntervalOf);
export const EXAMPLE_SMALLER_ITEM = nameOf(small, defaultIntervalOf);
export const EXAMPLE_LONGEST_ITEM = nameOf(best, (plan) => intervalsOf(plan).at(-1) ?? defaultIntervalOf(plan));

function nameOf(plan: PlanKey | undefined, intervalOf: typeof defaultIntervalOf): string {
  const sku = plan === undefined ? null : skuOfPlan(plan, intervalOf(plan));
  return sku === null ? 'Your plan' : offerOf(sku).name;
}
