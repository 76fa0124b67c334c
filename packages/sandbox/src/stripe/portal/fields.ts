import { clearable, p, required } from '../api/params';
import { prorationBehavior } from '../subscriptions/fields';
import { unsupported } from '../subscriptions/unsupported';

const enabled = required(p.boolean());
const reasons = p.enumOf(
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
);

export const configurationFields = {
  business_profile: p.object({
    headline: clearable(p.string({ max: 60 })),
    privacy_policy_url: p.string(),
    terms_of_service_url: p.string(),
  }),
  default_return_url: clearable(p.string()),
  features: p.object({
    customer_update: p.object({
      allowed_updates: clearable(p.array(p.enumOf('address', 'email', 'name', 'phone', 'shipping', 'tax_id'))),
      enabled,
    }),
    invoice_history: p.object({ enabled }),
    payment_method_update: p.object({ enabled, payment_method_configuration: p.string() }),
    subscription_cancel: p.object({
      cancellation_reason: p.object({ enabled, feedback_options: unsupported(), options: clearable(p.array(reasons)) }),
      enabled,
      mode: p.enumOf('at_period_end', 'immediately'),
      proration_behavior: prorationBehavior,
    }),
    subscription_pause: p.object({ duration: unsupported(), enabled }),
    subscription_update: p.object({
      billing_cycle_anchor: p.enumOf('now', 'unchanged'),
      default_allowed_updates: clearable(p.array(p.enumOf('price', 'promotion_code', 'quantity'))),
      enabled,
      products: clearable(
        p.array(
          p.object({
            adjustable_quantity: p.object({ enabled, maximum: p.integer(), minimum: p.integer() }),
            prices: required(p.array(p.string())),
            product: required(p.string()),
          }),
          { max: 10 },
        ),
      ),
      proration_behavior: prorationBehavior,
      schedule_at_period_end: p.object({
        conditions: clearable(
          p.array(p.object({ type: required(p.enumOf('decreasing_item_amount', 'shortening_interval')) })),
        ),
      }),
      trial_update_behavior: p.enumOf('continue_trial', 'end_trial'),
    }),
  }),
  login_page: p.object({ enabled }),
  metadata: p.metadata(),
  name: clearable(p.string()),
};

const afterCompletion = p.object({
  hosted_confirmation: p.object({ custom_message: p.string({ max: 500 }) }),
  redirect: p.object({ return_url: required(p.string()) }),
  type: required(p.enumOf('hosted_confirmation', 'portal_homepage', 'redirect')),
});

export const sessionFields = {
  configuration: p.string(),
  customer: p.string(),
  customer_account: p.string(),
  flow_data: p.object({
    after_completion: afterCompletion,
    customer_update: unsupported(),
    subscription_cancel: p.object({ retention: unsupported(), subscription: required(p.string()) }),
    subscription_pause: p.object({ subscription: required(p.string()) }),
    subscription_update: p.object({ subscription: required(p.string()) }),
    subscription_update_confirm: p.object({
      discounts: unsupported(),
      items: required(
        p.array(p.object({ id: required(p.string()), price: p.string(), quantity: p.integer({ min: 0 }) }), { max: 1 }),
      ),
      subscription: required(p.string()),
    }),
    type: required(
      p.enumOf(
        'customer_update',
        'payment_method_update',
        'subscription_cancel',
        'subscription_pause',
        'subscription_update',
        'subscription_update_confirm',
      ),
    ),
  }),
  locale: p.string(),
  on_behalf_of: p.string(),
  return_url: p.string(),
};
