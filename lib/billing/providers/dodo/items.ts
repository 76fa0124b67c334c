import type DodoPayments from 'dodopayments';
import type { ContractItem } from '../snapshots';
import { reading } from './errors';
import { intervalOf } from './interval';
import type { SubscriptionShape } from './shapes';

/** Minor units per unit of each add-on, by its id. */
export type AddonPrices = ReadonlyMap<string, bigint>;

/** One call per add-on: a subscription lists them without their prices. */
export async function addonPrices(dodo: DodoPayments, { addons, currency }: SubscriptionShape): Promise<AddonPrices> {
  const found = await Promise.all(addons.map(({ addon_id: id }) => reading(() => dodo.addons.retrieve(id))));
  // Prices converted to another currency aren't reported anywhere.
  return new Map(found.flatMap((addon) => (addon.currency === currency ? [[addon.id, BigInt(addon.price)]] : [])));
}

/**
 * The product and its add-ons. Dodo reports the total after discounts; whatever isn't an add-on's is the product's, so
 * the items always add up to the price of a period.
 */
export function itemsOf(raw: SubscriptionShape, prices: AddonPrices): ContractItem[] {
  const interval = intervalOf(raw);
  const total = BigInt(raw.recurring_pre_tax_amount);
  const addons = raw.addons.map(({ addon_id: id, quantity }) => ({
    ...{ externalId: id, priceExternalId: id, productExternalId: id, quantity, interval },
    amount: (prices.get(id) ?? 0n) * BigInt(quantity),
  }));
  const extra = addons.reduce((sum, { amount }) => sum + amount, 0n);
  const fits = extra <= total;
  const { product_id: id, quantity } = raw;
  const own = { externalId: id, priceExternalId: id, productExternalId: id, quantity, interval };
  return [
    { ...own, amount: fits ? total - extra : total },
    ...addons.map((addon) => (fits ? addon : { ...addon, amount: 0n })),
  ];
}
