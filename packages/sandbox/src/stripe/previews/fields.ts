import { clearable, p, required } from '../api/params';
import { automaticTax, cancelAt, discountFields, itemFields, prorationBehavior } from '../subscriptions/fields';
import { priceData } from '../subscriptions/price-params';
import { unsupported } from '../subscriptions/unsupported';

export const previewFields = {
  automatic_tax: automaticTax,
  currency: p.currency(),
  customer: p.string(),
  customer_account: p.string(),
  customer_details: unsupported(),
  discounts: clearable(discountFields),
  invoice_items: p.array(
    p.object({
      amount: p.integer(),
      currency: p.currency(),
      description: p.string(),
      discountable: p.boolean(),
      discounts: unsupported(),
      invoiceitem: p.string(),
      metadata: p.metadata(),
      period: p.object({ end: required(p.timestamp()), start: required(p.timestamp()) }),
      price: p.string(),
      price_data: p.object(priceData),
      quantity: p.integer({ min: 0 }),
      tax_behavior: unsupported(),
      tax_code: unsupported(),
      tax_rates: unsupported(),
      unit_amount: p.integer(),
      unit_amount_decimal: p.decimal(),
    }),
    { max: 250 },
  ),
  issuer: unsupported(),
  on_behalf_of: unsupported(),
  preview_mode: p.enumOf('next', 'recurring'),
  schedule: p.string(),
  schedule_details: unsupported(),
  subscription: p.string(),
  subscription_details: p.object({
    billing_cycle_anchor: p.object({
      timestamp: p.timestamp(),
      type: required(p.enumOf('now', 'timestamp', 'unchanged')),
    }),
    billing_mode: unsupported(),
    cancel_at: clearable(cancelAt),
    cancel_at_period_end: p.boolean(),
    cancel_now: p.boolean(),
    default_tax_rates: unsupported(),
    items: p.array(p.object({ ...itemFields, clear_usage: p.boolean(), deleted: p.boolean(), id: p.string() }), {
      max: 20,
    }),
    metadata: p.metadata(),
    proration_behavior: prorationBehavior,
    proration_date: p.timestamp(),
    resume_at: p.enumOf('now'),
    start_date: p.timestamp(),
    trial_end: p.orText('now', p.timestamp()),
  }),
};
