import { p, required } from '../api/params';

/** The amount: exactly one of the three. */
export const priceAmount = {
  unit_amount: p.integer({ min: 0, max: 99_999_999 }),
  unit_amount_decimal: p.decimal({ min: 0 }),
  custom_unit_amount: p.object({
    enabled: required(p.boolean()),
    maximum: p.integer({ min: 0 }),
    minimum: p.integer({ min: 0 }),
    preset: p.integer({ min: 0 }),
  }),
};

export const recurringFields = {
  interval: required(p.enumOf('day', 'month', 'week', 'year')),
  interval_count: p.integer({ min: 1 }),
  meter: p.string(),
  trial_period_days: p.integer({ min: 1 }),
  usage_type: p.enumOf('licensed', 'metered'),
};

export const tierFields = {
  flat_amount: p.integer({ min: 0 }),
  flat_amount_decimal: p.decimal({ min: 0 }),
  unit_amount: p.integer({ min: 0 }),
  unit_amount_decimal: p.decimal({ min: 0 }),
  up_to: required(p.orText('inf', p.integer({ min: 1 }))),
};
