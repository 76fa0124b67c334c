import type { StripeContext } from '../api/context';
import { checkChargeable } from '../api/currencies';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import { type MetadataChange, mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { PriceRecord } from '../api/tables';
import type { priceAmount, recurringFields, tierFields } from './fields';
import { planOf } from './plan';

type Amount = ParamsOf<typeof priceAmount>;
type Tier = ParamsOf<typeof tierFields>;

export interface NewPrice extends Amount {
  /** Plans may have a custom id; prices may not. */
  id?: string | undefined;
  currency: string;
  product: string;
  active?: boolean | undefined;
  billing_scheme?: 'per_unit' | 'tiered' | undefined;
  lookup_key?: string | undefined;
  transfer_lookup_key?: boolean | undefined;
  metadata?: MetadataChange | undefined;
  nickname?: string | undefined;
  recurring?: ParamsOf<typeof recurringFields> | undefined;
  tax_behavior?: 'exclusive' | 'inclusive' | 'unspecified' | undefined;
  tiers?: Tier[] | undefined;
  tiers_mode?: 'graduated' | 'volume' | undefined;
  transform_quantity?: { divide_by: number; round: 'up' | 'down' } | undefined;
}

/**
 * Stores a price and emits `price.created` (and the legacy `plan.created` for a recurring one).
 * @throws 400 for a missing or contradictory amount, or a lookup key that is in use
 */
export function createPrice(ctx: StripeContext, wanted: NewPrice): PriceRecord {
  const amounts = amountOf(wanted);
  if (amounts.unit_amount !== null) checkChargeable(amounts.unit_amount, wanted.currency, 'unit_amount');
  const { recurring } = wanted;
  const lookupKey = claimLookupKey(ctx, wanted.lookup_key, wanted.transfer_lookup_key === true);
  const id = wanted.id ?? newId('price');
  if (wanted.tiers) ctx.tables.priceTiers.put(id, { tiers: wanted.tiers.map(tier) });
  const price = ctx.tables.prices.put(id, {
    id,
    object: 'price',
    active: wanted.active ?? true,
    billing_scheme: wanted.billing_scheme ?? 'per_unit',
    created: ctx.now(),
    currency: wanted.currency,
    custom_unit_amount: customAmount(wanted),
    livemode: false,
    lookup_key: lookupKey,
    metadata: mergeMetadata(null, wanted.metadata),
    nickname: wanted.nickname ?? null,
    product: wanted.product,
    recurring: recurring
      ? {
          interval: recurring.interval,
          interval_count: recurring.interval_count ?? 1,
          meter: recurring.meter ?? null,
          trial_period_days: recurring.trial_period_days ?? null,
          usage_type: recurring.usage_type ?? 'licensed',
        }
      : null,
    tax_behavior: wanted.tax_behavior ?? 'unspecified',
    tiers_mode: wanted.tiers_mode ?? null,
    transform_quantity: wanted.transform_quantity ?? null,
    type: recurring ? 'recurring' : 'one_time',
    ...amounts,
  });
  if (recurring) ctx.emit('plan.created', planOf(price));
  ctx.emit('price.created', price);
  return price;
}

function amountOf(wanted: NewPrice): Pick<PriceRecord, 'unit_amount' | 'unit_amount_decimal'> {
  const { unit_amount, unit_amount_decimal, custom_unit_amount, billing_scheme } = wanted;
  const given = [unit_amount, unit_amount_decimal, custom_unit_amount].filter((value) => value !== undefined).length;
  if (billing_scheme === 'tiered') {
    if (!wanted.tiers || !wanted.tiers_mode || given > 0) {
      throw invalidRequest('When billing_scheme=tiered, you must pass tiers and tiers_mode, and no unit amount.', {
        param: 'tiers',
      });
    }
    return { unit_amount: null, unit_amount_decimal: null };
  }
  if (wanted.tiers || wanted.tiers_mode) {
    throw invalidRequest('Tiers can only be used when billing_scheme=tiered.', { param: 'billing_scheme' });
  }
  if (given === 0) {
    throw invalidRequest(
      'You must specify either `unit_amount`, `unit_amount_decimal`, or `custom_unit_amount` when `billing_scheme` is `per_unit`.',
      {
        code: 'parameter_missing',
        param: 'unit_amount',
      },
    );
  }
  if (given > 1) {
    throw invalidRequest(
      'You may only specify one of these parameters: unit_amount, unit_amount_decimal, custom_unit_amount.',
      {
        code: 'parameters_exclusive',
        param: 'unit_amount',
      },
    );
  }
  if (custom_unit_amount) return { unit_amount: null, unit_amount_decimal: null };
  const decimal = plain(unit_amount_decimal ?? String(unit_amount));
  return { unit_amount: decimal.includes('.') ? null : Number(decimal), unit_amount_decimal: decimal };
}

/** `"10.50"` → `"10.5"`, `"10.0"` → `"10"`. */
const plain = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

function customAmount({ custom_unit_amount: custom }: NewPrice): PriceRecord['custom_unit_amount'] {
  if (!custom?.enabled) return null;
  return { maximum: custom.maximum ?? null, minimum: custom.minimum ?? null, preset: custom.preset ?? null };
}

function tier(wanted: Tier): NonNullable<PriceRecord['tiers']>[number] {
  const flat = wanted.flat_amount_decimal ?? wanted.flat_amount?.toString() ?? null;
  const unit = wanted.unit_amount_decimal ?? wanted.unit_amount?.toString() ?? null;
  return {
    flat_amount: flat === null || flat.includes('.') ? null : Number(flat),
    flat_amount_decimal: flat,
    unit_amount: unit === null || unit.includes('.') ? null : Number(unit),
    unit_amount_decimal: unit,
    up_to: wanted.up_to === 'inf' ? null : wanted.up_to,
  };
}

/**
 * A lookup key belongs to one price at a time.
 * @throws 400 when it is in use and not transferred
 */
export function claimLookupKey(
  ctx: StripeContext,
  key: string | undefined,
  transfer: boolean,
  self?: string,
): string | null {
  if (key === undefined) return null;
  for (const owner of ctx.tables.prices.by('lookup_key', key)) {
    if (owner.id === self) continue;
    if (!transfer) {
      throw invalidRequest(
        `A price (\`${owner.id}\`) already uses that lookup key. To transfer the lookup key to this price, set \`transfer_lookup_key\` to true.`,
        { param: 'lookup_key' },
      );
    }
    ctx.update(ctx.tables.prices, owner, { lookup_key: null }, 'price.updated');
  }
  return key;
}
