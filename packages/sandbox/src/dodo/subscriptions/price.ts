import type { Address } from '../api/fields';
import { reductionsOf } from '../discounts/apply';
import type { Dodo } from '../dodo';
import { type Item, type Quote, quote } from '../money/quote';
import { taxRate } from '../money/tax';
import type { AppliedDiscount, Plan, SubscriptionRecord } from '../records/subscription';
import { meterItems } from '../usage/charge';

/** The items of a plan: the product and its add-ons, each with a share of its price. */
export function planItems(
  dodo: Dodo,
  plan: Plan,
  buyer: { billing: Address; taxId: string | null },
  factor = 1,
): Item[] {
  const rate = taxRate(buyer.billing, buyer.taxId);
  const product = dodo.tables.products.get(plan.productId);
  const common = { factor, taxInclusive: plan.taxInclusive, taxRate: rate };
  return [
    {
      ...common,
      itemId: plan.productId,
      kind: 'product',
      name: product?.name ?? null,
      description: product?.description ?? null,
      quantity: plan.quantity,
      unitPrice: plan.unitPrice,
    },
    ...plan.addons.map(({ addonId, quantity, unitPrice }): Item => {
      const addon = dodo.tables.addons.get(addonId);
      return {
        ...common,
        itemId: addonId,
        kind: 'addon',
        name: addon?.name ?? null,
        description: addon?.description ?? null,
        quantity,
        unitPrice,
      };
    }),
  ];
}

/** Discounts that still apply to a billing cycle. */
export function running(discounts: AppliedDiscount[]): AppliedDiscount[] {
  return discounts.filter((discount) => discount.cyclesRemaining === null || discount.cyclesRemaining > 0);
}

/** Price of the next period: plan, metered usage since the last one, discounts, credit, tax. */
export function renewalQuote(dodo: Dodo, row: SubscriptionRecord): Quote {
  const items = [...planItems(dodo, row.plan, row), ...meterItems(dodo, row)];
  return quote(items, reductionsOf(dodo, running(row.discounts), row.currency), row.credit);
}

/** `recurring_pre_tax_amount`: price of a renewal before tax, without usage or credit. */
export function recurringPreTax(
  dodo: Dodo,
  row: Pick<SubscriptionRecord, 'plan' | 'discounts' | 'currency' | 'billing' | 'taxId'>,
): number {
  const { total, tax } = quote(
    planItems(dodo, row.plan, row),
    reductionsOf(dodo, running(row.discounts), row.currency),
  );
  return total - tax;
}
