import type DodoPayments from 'dodopayments';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { PriceBody } from './schema';

/** A price with every field of its type, so that responses have all keys. @throws 404 for an unknown meter */
export function fullPrice(dodo: Dodo, given: PriceBody): DodoPayments.Price {
  const bps = given.discount_bps ?? (given.discount ?? 0) * 100;
  const common = {
    currency: given.currency,
    discount: Math.round(bps / 100),
    discount_bps: bps,
    purchasing_power_parity: false,
    tax_inclusive: given.tax_inclusive ?? false,
  };
  if (given.type === 'one_time_price') {
    return {
      ...common,
      type: 'one_time_price',
      price: given.price,
      pay_what_you_want: given.pay_what_you_want ?? false,
      suggested_price: given.suggested_price ?? null,
    } satisfies Required<DodoPayments.Price.OneTimePrice>;
  }
  const recurring = {
    payment_frequency_count: given.payment_frequency_count,
    payment_frequency_interval: given.payment_frequency_interval,
    subscription_period_count: given.subscription_period_count,
    subscription_period_interval: given.subscription_period_interval,
  };
  if (given.type === 'recurring_price') {
    return {
      ...common,
      ...recurring,
      type: 'recurring_price',
      price: given.price,
      trial_period_days: given.trial_period_days ?? 0,
      trial_amount: given.trial_amount ?? null,
      trial_apply_discounts: given.trial_apply_discounts ?? false,
      trial_payment_method_optional: false,
      zero_amount_payment_method_optional: false,
    } satisfies Required<DodoPayments.Price.RecurringPrice>;
  }
  return {
    ...common,
    ...recurring,
    type: 'usage_based_price',
    fixed_price: given.fixed_price,
    meters: (given.meters ?? []).map((meter) => {
      const { name, description, measurementUnit } = need(dodo.tables.meters, meter.meter_id);
      return {
        meter_id: meter.meter_id,
        credit_entitlement_id: null,
        free_threshold: meter.free_threshold ?? 0,
        meter_units_per_credit: null,
        price_per_unit: meter.price_per_unit ?? null,
        name,
        description,
        measurement_unit: measurementUnit,
      };
    }),
  } satisfies Required<DodoPayments.Price.UsageBasedPrice>;
}
