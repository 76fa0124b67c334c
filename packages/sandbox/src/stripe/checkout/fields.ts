import { type ParamsOf, p, removedIn, required } from '../api/params';
import { prorationBehavior, trialSettings } from '../subscriptions/fields';
import { priceData } from '../subscriptions/price-wish';
import { unplayed } from '../subscriptions/unplayed';

const ENDIVE = '2026-09-30';

const lineItem = p.object({
  adjustable_quantity: p.object({
    enabled: required(p.boolean()),
    maximum: p.integer({ min: 1, max: 999_999 }),
    minimum: p.integer({ min: 0 }),
  }),
  dynamic_tax_rates: unplayed(),
  metadata: p.metadata(),
  price: p.string(),
  price_data: p.object(priceData),
  quantity: p.integer({ min: 1 }),
  tax_rates: unplayed(),
});

const subscriptionData = p.object({
  application_fee_percent: unplayed(),
  billing_cycle_anchor: p.timestamp(),
  billing_cycle_anchor_config: unplayed(),
  billing_mode: p.object({ flexible: unplayed(), type: required(p.enumOf('classic', 'flexible')) }),
  default_tax_rates: unplayed(),
  description: p.string({ max: 500 }),
  invoice_settings: unplayed(),
  metadata: p.metadata(),
  on_behalf_of: unplayed(),
  proration_behavior: prorationBehavior,
  transfer_data: unplayed(),
  trial_end: p.timestamp(),
  trial_period_days: p.integer({ min: 1, max: 1825 }),
  trial_settings: trialSettings,
});

const paymentIntentData = p.object({
  application_fee_amount: unplayed(),
  capture_method: p.enumOf('automatic', 'automatic_async', 'manual'),
  description: p.string({ max: 1000 }),
  metadata: p.metadata(),
  on_behalf_of: unplayed(),
  receipt_email: p.string(),
  setup_future_usage: p.enumOf('off_session', 'on_session'),
  shipping: unplayed(),
  statement_descriptor: p.string({ max: 22 }),
  statement_descriptor_suffix: p.string({ max: 22 }),
  transfer_data: unplayed(),
  transfer_group: p.string(),
});

export const checkoutFields = {
  adaptive_pricing: p.object({ enabled: p.boolean() }),
  after_expiration: p.object({
    recovery: p.object({ allow_promotion_codes: p.boolean(), enabled: required(p.boolean()) }),
  }),
  allow_promotion_codes: p.boolean(),
  allowed_payment_method_types: p.array(p.string()),
  automatic_tax: p.object({ enabled: required(p.boolean()), liability: unplayed() }),
  billing_address_collection: p.enumOf('auto', 'required'),
  branding_settings: unplayed(),
  cancel_url: p.string(),
  client_reference_id: p.string({ max: 200 }),
  consent_collection: unplayed(),
  currency: p.currency(),
  custom_fields: unplayed(),
  custom_text: unplayed(),
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
      account_tax_ids: unplayed(),
      custom_fields: unplayed(),
      description: p.string(),
      footer: p.string(),
      issuer: unplayed(),
      metadata: p.metadata(),
      rendering_options: unplayed(),
    }),
  }),
  line_items: p.array(lineItem, { max: 100 }),
  locale: p.string(),
  managed_payments: unplayed(),
  metadata: p.metadata(),
  mode: required(p.enumOf('payment', 'setup', 'subscription')),
  name_collection: unplayed(),
  optional_items: unplayed(),
  origin_context: unplayed(),
  payment_intent_data: paymentIntentData,
  payment_method_collection: p.enumOf('always', 'if_required'),
  payment_method_configuration: p.string(),
  payment_method_data: unplayed(),
  payment_method_options: unplayed(),
  payment_method_types: removedIn(ENDIVE, p.array(p.string())),
  permissions: unplayed(),
  phone_number_collection: p.object({ enabled: required(p.boolean()) }),
  redirect_on_completion: p.enumOf('always', 'if_required', 'never'),
  return_url: p.string(),
  saved_payment_method_options: unplayed(),
  setup_intent_data: p.object({ description: p.string(), metadata: p.metadata(), on_behalf_of: unplayed() }),
  shipping_address_collection: unplayed(),
  shipping_options: unplayed(),
  submit_type: p.enumOf('auto', 'book', 'donate', 'pay', 'subscribe'),
  subscription_data: subscriptionData,
  success_url: p.string(),
  tax_id_collection: p.object({ enabled: required(p.boolean()), required: p.enumOf('if_supported', 'never') }),
  ui_mode: p.enumOf('custom', 'elements', 'embedded', 'embedded_page', 'form', 'hosted', 'hosted_page'),
  wallet_options: unplayed(),
};
export type CheckoutParams = ParamsOf<typeof checkoutFields>;

export const checkoutUpdateFields = {
  collected_information: unplayed(),
  line_items: unplayed(),
  metadata: p.metadata(),
  shipping_options: unplayed(),
};
