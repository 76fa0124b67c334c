import { type ParamsOf, p, removedIn, required } from '../api/params';
import { prorationBehavior, trialSettings } from '../subscriptions/fields';
import { priceData } from '../subscriptions/price-params';
import { unsupported } from '../subscriptions/unsupported';

const ENDIVE = '2026-09-30';

const lineItem = p.object({
  adjustable_quantity: p.object({
    enabled: required(p.boolean()),
    maximum: p.integer({ min: 1, max: 999_999 }),
    minimum: p.integer({ min: 0 }),
  }),
  dynamic_tax_rates: unsupported(),
  metadata: p.metadata(),
  price: p.string(),
  price_data: p.object(priceData),
  quantity: p.integer({ min: 1 }),
  tax_rates: unsupported(),
});

const subscriptionData = p.object({
  application_fee_percent: unsupported(),
  billing_cycle_anchor: p.timestamp(),
  billing_cycle_anchor_config: unsupported(),
  billing_mode: p.object({ flexible: unsupported(), type: required(p.enumOf('classic', 'flexible')) }),
  default_tax_rates: unsupported(),
  description: p.string({ max: 500 }),
  invoice_settings: unsupported(),
  metadata: p.metadata(),
  on_behalf_of: unsupported(),
  proration_behavior: prorationBehavior,
  transfer_data: unsupported(),
  trial_end: p.timestamp(),
  trial_period_days: p.integer({ min: 1, max: 1825 }),
  trial_settings: trialSettings,
});

const paymentIntentData = p.object({
  application_fee_amount: unsupported(),
  capture_method: p.enumOf('automatic', 'automatic_async', 'manual'),
  description: p.string({ max: 1000 }),
  metadata: p.metadata(),
  on_behalf_of: unsupported(),
  receipt_email: p.string(),
  setup_future_usage: p.enumOf('off_session', 'on_session'),
  shipping: unsupported(),
  statement_descriptor: p.string({ max: 22 }),
  statement_descriptor_suffix: p.string({ max: 22 }),
  transfer_data: unsupported(),
  transfer_group: p.string(),
});

export const checkoutFields = {
  adaptive_pricing: p.object({ enabled: p.boolean() }),
  after_expiration: p.object({
    recovery: p.object({ allow_promotion_codes: p.boolean(), enabled: required(p.boolean()) }),
  }),
  allow_promotion_codes: p.boolean(),
  allowed_payment_method_types: p.array(p.string()),
  automatic_tax: p.object({ enabled: required(p.boolean()), liability: unsupported() }),
  billing_address_collection: p.enumOf('auto', 'required'),
  branding_settings: unsupported(),
  cancel_url: p.string(),
  client_reference_id: p.string({ max: 200 }),
  consent_collection: unsupported(),
  currency: p.currency(),
  custom_fields: unsupported(),
  custom_text: unsupported(),
  customer: p.string(),
  customer_account: p.string(),
  customer_creation: p.enumOf('always', 'if_required'),
  customer_email: p.string(),
  customer_update: p.object({
    address: p.enumOf('auto', 'never'),
    name: p.enumOf('auto', 'never'),
    shipping: p.enumOf('auto', 'never'),
  }),
  discounts: p.array(p.object({ coupon: p.string(), promotion_code: p.string() }), { max: 1 }),
  excluded_payment_method_types: p.array(p.string()),
  expires_at: p.timestamp(),
  integration_identifier: p.string(),
  invoice_creation: p.object({
    enabled: required(p.boolean()),
    invoice_data: p.object({
      account_tax_ids: unsupported(),
      custom_fields: unsupported(),
      description: p.string(),
      footer: p.string(),
      issuer: unsupported(),
      metadata: p.metadata(),
      rendering_options: unsupported(),
    }),
  }),
  line_items: p.array(lineItem, { max: 100 }),
  locale: p.string(),
  managed_payments: unsupported(),
  metadata: p.metadata(),
  mode: required(p.enumOf('payment', 'setup', 'subscription')),
  name_collection: unsupported(),
  optional_items: unsupported(),
  origin_context: unsupported(),
  payment_intent_data: paymentIntentData,
  payment_method_collection: p.enumOf('always', 'if_required'),
  payment_method_configuration: p.string(),
  payment_method_data: unsupported(),
  payment_method_options: unsupported(),
  payment_method_types: removedIn(ENDIVE, p.array(p.string())),
  permissions: unsupported(),
  phone_number_collection: p.object({ enabled: required(p.boolean()) }),
  redirect_on_completion: p.enumOf('always', 'if_required', 'never'),
  return_url: p.string(),
  saved_payment_method_options: unsupported(),
  setup_intent_data: p.object({ description: p.string(), metadata: p.metadata(), on_behalf_of: unsupported() }),
  shipping_address_collection: unsupported(),
  shipping_options: unsupported(),
  submit_type: p.enumOf('auto', 'book', 'donate', 'pay', 'subscribe'),
  subscription_data: subscriptionData,
  success_url: p.string(),
  tax_id_collection: p.object({ enabled: required(p.boolean()), required: p.enumOf('if_supported', 'never') }),
  ui_mode: p.enumOf('custom', 'elements', 'embedded', 'embedded_page', 'form', 'hosted', 'hosted_page'),
  wallet_options: unsupported(),
};
export type CheckoutParams = ParamsOf<typeof checkoutFields>;

export const checkoutUpdateFields = {
  collected_information: unsupported(),
  line_items: unsupported(),
  metadata: p.metadata(),
  shipping_options: unsupported(),
};
