import { clearable, p } from '../api/params';
import { automaticTax, discountFields } from '../subscriptions/fields';
import { unsupported } from '../subscriptions/unsupported';

const common = {
  account_tax_ids: unsupported(),
  application_fee_amount: unsupported(),
  auto_advance: p.boolean(),
  automatic_tax: automaticTax,
  automatically_finalizes_at: p.timestamp(),
  collection_method: p.enumOf('charge_automatically', 'send_invoice'),
  custom_fields: unsupported(),
  days_until_due: p.integer({ min: 0 }),
  default_payment_method: clearable(p.string()),
  default_source: unsupported(),
  default_tax_rates: unsupported(),
  description: clearable(p.string({ max: 1500 })),
  discounts: clearable(discountFields),
  due_date: p.timestamp(),
  effective_at: clearable(p.timestamp()),
  footer: clearable(p.string({ max: 5000 })),
  issuer: unsupported(),
  metadata: p.metadata(),
  number: p.string({ max: 26 }),
  on_behalf_of: unsupported(),
  payment_settings: unsupported(),
  rendering: unsupported(),
  shipping_cost: unsupported(),
  shipping_details: unsupported(),
  statement_descriptor: p.string({ max: 22 }),
  transfer_data: unsupported(),
};

export const createInvoiceFields = {
  ...common,
  currency: p.currency(),
  customer: p.string(),
  customer_account: p.string(),
  from_invoice: unsupported(),
  pending_invoice_items_behavior: p.enumOf('exclude', 'include'),
  subscription: p.string(),
};
export const updateInvoiceFields = common;

export const payFields = {
  forgive: p.boolean(),
  mandate: p.string(),
  off_session: p.boolean(),
  paid_out_of_band: p.boolean(),
  payment_method: p.string(),
  source: p.string(),
};
