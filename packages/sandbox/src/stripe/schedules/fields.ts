import { clearable, p, removedIn, required } from '../api/params';
import { automaticTax, discountFields, itemFields, prorationBehavior } from '../subscriptions/fields';
import { unsupported } from '../subscriptions/unsupported';

const invoiceSettings = p.object({
  account_tax_ids: unsupported(),
  custom_fields: unsupported(),
  days_until_due: p.integer({ min: 0 }),
  description: unsupported(),
  footer: unsupported(),
  issuer: unsupported(),
});

const defaultSettings = p.object({
  application_fee_percent: unsupported(),
  automatic_tax: automaticTax,
  billing_cycle_anchor: unsupported(),
  billing_thresholds: unsupported(),
  collection_method: p.enumOf('charge_automatically', 'send_invoice'),
  default_payment_method: p.string(),
  description: clearable(p.string()),
  invoice_settings: invoiceSettings,
  on_behalf_of: unsupported(),
  transfer_data: unsupported(),
});

export const phaseFields = {
  add_invoice_items: unsupported(),
  application_fee_percent: unsupported(),
  automatic_tax: automaticTax,
  billing_cycle_anchor: p.enumOf('automatic', 'phase_start'),
  billing_thresholds: unsupported(),
  collection_method: p.enumOf('charge_automatically', 'send_invoice'),
  currency: p.currency(),
  default_payment_method: p.string(),
  default_tax_rates: unsupported(),
  description: clearable(p.string()),
  discounts: clearable(discountFields),
  duration: p.object({
    interval: required(p.enumOf('day', 'month', 'week', 'year')),
    interval_count: p.integer({ min: 1 }),
  }),
  end_date: p.orText('now', p.timestamp()),
  invoice_settings: invoiceSettings,
  items: required(p.array(p.object({ ...itemFields, discounts: unsupported() }), { max: 20 })),
  // The name of `duration` before clover; the CLI's recipes still send it (docs/providers/stripe.md#stripe-cli).
  iterations: removedIn('2025-09-30', p.integer({ min: 1 })),
  metadata: p.metadata(),
  on_behalf_of: unsupported(),
  proration_behavior: prorationBehavior,
  start_date: p.orText('now', p.timestamp()),
  transfer_data: unsupported(),
  trial: p.boolean(),
  trial_end: p.orText('now', p.timestamp()),
};

const phases = p.array(p.object(phaseFields), { max: 10 });
const endBehavior = p.enumOf('cancel', 'none', 'release', 'renew');

export const createFields = {
  billing_mode: p.object({ flexible: unsupported(), type: required(p.enumOf('classic', 'flexible')) }),
  customer: p.string(),
  customer_account: p.string(),
  default_settings: defaultSettings,
  end_behavior: endBehavior,
  from_subscription: p.string(),
  metadata: p.metadata(),
  pause_schedules: unsupported(),
  phases,
  start_date: p.orText('now', p.timestamp()),
};

export const updateFields = {
  default_settings: defaultSettings,
  end_behavior: endBehavior,
  metadata: p.metadata(),
  pause_schedules: unsupported(),
  phases,
  proration_behavior: prorationBehavior,
};
