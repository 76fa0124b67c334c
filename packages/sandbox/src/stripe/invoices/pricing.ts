import type { StripeContext } from '../api/context';
import type { PriceRecord } from '../api/tables';
import { times } from '../proration/amounts';

/** The amount for a quantity of a price, in minor units, before discounts. */
export function priceOf(ctx: StripeContext, price: PriceRecord, quantity: number): number {
  if (price.recurring?.usage_type === 'metered') return 0;
  if (price.billing_scheme === 'tiered') return tiered(ctx, price, quantity);
  const { transform_quantity: packs } = price;
  const counted = packs ? inPacks(quantity, packs.divide_by, packs.round) : quantity;
  return times(price.unit_amount_decimal ?? '0', counted);
}

function inPacks(quantity: number, size: number, round: string): number {
  return round === 'up' ? Math.ceil(quantity / size) : Math.floor(quantity / size);
}

type Tier = { flat_amount: number | null; unit_amount_decimal: string | null; up_to: number | null };

function tiered(ctx: StripeContext, price: PriceRecord, quantity: number): number {
  const tiers: Tier[] = ctx.tables.priceTiers.get(price.id)?.tiers ?? [];
  const cost = (tier: Tier, units: number): number =>
    (tier.flat_amount ?? 0) + times(tier.unit_amount_decimal ?? '0', units);
  if (price.tiers_mode === 'volume') {
    const tier = tiers.find(({ up_to }) => up_to === null || quantity <= up_to);
    return tier ? cost(tier, quantity) : 0;
  }
  let before = 0;
  let sum = 0;
  for (const tier of tiers) {
    const units = Math.min(quantity, tier.up_to ?? quantity) - before;
    if (units <= 0 && before > 0) break;
    sum += cost(tier, Math.max(0, units));
    before = tier.up_to ?? quantity;
  }
  return sum;
}
