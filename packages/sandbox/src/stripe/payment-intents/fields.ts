import { clearable, p } from '../api/params';
import { shipping } from '../customers/fields';
import { methodFields } from '../payment-methods/fields';
import { unsupported } from '../subscriptions/unsupported';

const types = p.array(p.string());

/** Parameters of intents for create, update and confirm. */
export const intentFields = {
  allowed_payment_method_types: types,
  amount_details: unsupported(),
  capture_method: p.enumOf('automatic', 'automatic_async', 'manual'),
  excluded_payment_method_types: clearable(types),
  hooks: unsupported(),
  payment_details: clearable(p.object({ customer_reference: p.string(), order_reference: p.string() })),
  payment_method: p.string(),
  payment_method_data: p.object(methodFields),
  payment_method_options: p.object({
    card: p.object({
      request_three_d_secure: p.enumOf('any', 'automatic', 'challenge'),
      setup_future_usage: p.enumOf('none', 'off_session', 'on_session'),
      capture_method: p.string(),
      moto: p.boolean(),
      network: p.string(),
    }),
    sepa_debit: p.anything(),
    us_bank_account: p.anything(),
  }),
  // Parsed here so that the handler can respond with Stripe's own code instead of parameter_unknown.
  payment_method_types: types,
  radar_options: unsupported(),
  receipt_email: clearable(p.string()),
  setup_future_usage: clearable(p.enumOf('off_session', 'on_session')),
  shipping: clearable(shipping),
};

export const detailFields = {
  application_fee_amount: p.integer({ min: 0 }),
  customer: p.string(),
  description: p.string({ max: 1000 }),
  metadata: p.metadata(),
  payment_method_configuration: p.string(),
  statement_descriptor: p.string({ max: 22 }),
  statement_descriptor_suffix: p.string({ max: 22 }),
  transfer_group: p.string(),
};

export const confirmFields = {
  error_on_requires_action: p.boolean(),
  mandate: p.string(),
  mandate_data: clearable(p.anything()),
  off_session: p.orText(['one_off', 'recurring'], p.boolean()),
  return_url: p.string(),
  use_stripe_sdk: p.boolean(),
};
