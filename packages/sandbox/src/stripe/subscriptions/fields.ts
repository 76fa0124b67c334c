import { clearable, p, required } from '../api/params';
import { priceData } from './price-params';
import { unsupported } from './unsupported';

export const discountFields = p.array(
  p.object({ coupon: p.string(), discount: p.string(), promotion_code: p.string() }),
  { max: 20 },
);

/**
 * Stripe Tax for an account without registrations: it can be enabled and calculates no tax.
 * @see https://docs.stripe.com/tax/zero-tax
 */
export const automaticTax = p.object({ enabled: required(p.boolean()), liability: unsupported() });

export const itemFields = {
  billing_thresholds: unsupported(),
  discounts: clearable(discountFields),
  metadata: p.metadata(),
  price: p.string(),
  price_data: p.object(priceData),
  quantity: p.integer({ min: 0 }),
  tax_rates: unsupported(),
};

export const paymentBehavior = p.enumOf(
  'allow_incomplete',
  'default_incomplete',
  'error_if_incomplete',
  'pending_if_incomplete',
);
export const prorationBehavior = p.enumOf('always_invoice', 'create_prorations', 'none');

export const feedback = p.enumOf(
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
);
export const cancellationDetails = p.object({ comment: clearable(p.string()), feedback: clearable(feedback) });

export const trialSettings = p.object({
  end_behavior: required(
    p.object({
      billing_cycle_anchor: unsupported(),
      missing_payment_method: required(p.enumOf('cancel', 'create_invoice', 'pause')),
    }),
  ),
});

export const paymentSettings = p.object({
  payment_method_options: unsupported(),
  payment_method_types: unsupported(),
  save_default_payment_method: p.enumOf('off', 'on_subscription'),
});

/** A date, or a point in the billing period. */
export const cancelAt = p.orText(['max_billed_until', 'max_period_end', 'min_period_end'], p.timestamp());

/** Parameters of both create and update. */
export const commonFields = {
  add_invoice_items: p.array(
    p.object({
      discounts: unsupported(),
      metadata: p.metadata(),
      period: unsupported(),
      price: p.string(),
      price_data: p.object(priceData),
      quantity: p.integer({ min: 0 }),
      tax_rates: unsupported(),
    }),
    { max: 20 },
  ),
  application_fee_percent: unsupported(),
  automatic_tax: automaticTax,
  billing_thresholds: unsupported(),
  cancel_at_period_end: p.boolean(),
  collection_method: p.enumOf('charge_automatically', 'send_invoice'),
  days_until_due: p.integer({ min: 0 }),
  default_source: unsupported(),
  default_tax_rates: unsupported(),
  description: clearable(p.string({ max: 500 })),
  discounts: clearable(discountFields),
  invoice_settings: unsupported(),
  metadata: p.metadata(),
  off_session: p.boolean(),
  on_behalf_of: unsupported(),
  payment_behavior: paymentBehavior,
  payment_settings: paymentSettings,
  pending_invoice_item_interval: unsupported(),
  proration_behavior: prorationBehavior,
  transfer_data: unsupported(),
  trial_end: p.orText('now', p.timestamp()),
  trial_from_plan: p.boolean(),
  trial_settings: trialSettings,
};
