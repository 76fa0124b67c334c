import { z } from 'zod';
import { unsupported } from '../api/body';
import { currency, interval, metadata, taxCategory } from '../api/fields';
import { BRAND_ID } from '../business';

const common = {
  currency,
  discount: z.number().min(0).max(100).optional(),
  discount_bps: z.number().int().min(0).max(10_000).nullish(),
  purchasing_power_parity: z.literal(false, { error: 'the sandbox does not play this' }).optional(),
  tax_inclusive: z.boolean().nullish(),
};

const recurring = {
  payment_frequency_count: z.number().int().min(1),
  payment_frequency_interval: interval,
  subscription_period_count: z.number().int().min(1),
  subscription_period_interval: interval,
};

const amount = z.number().int().min(0);

const meter = z.strictObject({
  meter_id: z.string(),
  credit_entitlement_id: unsupported(),
  free_threshold: z.number().int().min(0).nullish(),
  meter_units_per_credit: unsupported(),
  // Only in responses; ignored in requests (SDK, `AddMeterToPrice`).
  name: z.string().nullish(),
  description: z.string().nullish(),
  measurement_unit: z.string().nullish(),
  price_per_unit: z
    .string()
    .regex(/^\d{1,5}(\.\d{1,12})?$/)
    .nullish(),
});

export const price = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('one_time_price'),
    price: amount,
    pay_what_you_want: z.boolean().optional(),
    suggested_price: amount.nullish(),
  }),
  z.strictObject({
    ...common,
    ...recurring,
    type: z.literal('recurring_price'),
    price: amount,
    trial_period_days: z.number().int().min(0).max(10_000).optional(),
    trial_amount: amount.nullish(),
    trial_apply_discounts: z.boolean().nullish(),
    trial_payment_method_optional: z.literal(false, { error: 'the sandbox does not play this' }).optional(),
    zero_amount_payment_method_optional: z.literal(false, { error: 'the sandbox does not play this' }).optional(),
  }),
  z.strictObject({
    ...common,
    ...recurring,
    type: z.literal('usage_based_price'),
    fixed_price: amount,
    meters: z.array(meter).nullish(),
  }),
]);

const license = {
  license_key_enabled: z.boolean().nullish(),
  license_key_activation_message: z.string().nullish(),
  license_key_activations_limit: z.number().int().min(1).nullish(),
  license_key_duration: z.strictObject({ count: z.number().int().min(1), interval }).nullish(),
};

/** Bodies of `POST` and `PATCH /products` (SDK: ProductCreateParams, ProductUpdateParams). */
export const createBody = z.strictObject({
  name: z.string().min(1),
  price,
  tax_category: taxCategory,
  description: z.string().max(1000).nullish(),
  addons: z.array(z.string()).nullish(),
  metadata: metadata.nullish(),
  ...license,
  brand_id: unsupported(BRAND_ID),
  credit_entitlements: unsupported(),
  digital_product_delivery: unsupported(),
  entitlements: unsupported(),
  pricing_mode: unsupported(),
});

export const updateBody = createBody.partial().extend({
  name: z.string().min(1).nullish(),
  price: price.nullish(),
  tax_category: taxCategory.nullish(),
  image_id: unsupported(),
});

export type CreateBody = z.output<typeof createBody>;
export type UpdateBody = z.output<typeof updateBody>;
export type PriceBody = z.output<typeof price>;
