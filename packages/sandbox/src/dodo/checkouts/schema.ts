import { z } from 'zod';
import { unsupported } from '../api/body';
import { billingAddress, currency, customerRequest, metadata, paymentMethodTypes } from '../api/fields';

const customField = z.strictObject({
  key: z.string().min(1),
  label: z.string().min(1),
  field_type: z.enum(['text', 'number', 'email', 'url', 'date', 'dropdown', 'boolean']),
  options: z.array(z.string()).nullish(),
  placeholder: z.string().nullish(),
  required: z.boolean().optional(),
});

const cartItem = z.strictObject({
  product_id: z.string(),
  quantity: z.number().int().min(1),
  addons: z.array(z.strictObject({ addon_id: z.string(), quantity: z.number().int().min(1) })).nullish(),
  amount: z.number().int().min(0).nullish(),
  credit_entitlements: unsupported(),
});

export const onDemand = z.strictObject({
  mandate_only: z.boolean(),
  product_price: z.number().int().min(0).nullish(),
  product_currency: unsupported(),
  product_description: z.string().nullish(),
  adaptive_currency_fees_inclusive: unsupported(),
});

const flag = z.boolean().optional();

const flags = z.strictObject({
  allow_currency_selection: flag,
  allow_discount_code: flag,
  allow_phone_number_collection: flag,
  allow_tax_id: flag,
  always_create_new_customer: flag,
  redirect_immediately: flag,
  require_phone_number: flag,
  require_tax_id: flag,
  require_cardholder_name: flag,
  allow_customer_editing_email: flag,
  allow_customer_editing_name: flag,
  allow_customer_editing_country: flag,
  allow_customer_editing_business_name: unsupported(false),
  allow_customer_editing_city: unsupported(false),
  allow_customer_editing_state: unsupported(false),
  allow_customer_editing_street: unsupported(false),
  allow_customer_editing_tax_id: unsupported(false),
  allow_customer_editing_zipcode: unsupported(false),
  allow_editing_addons: unsupported(false),
  single_page: unsupported(false),
});

/** Body of `POST /checkouts` and of its preview (SDK: CheckoutSessionRequest). */
export const checkoutBody = z.strictObject({
  product_cart: z.array(cartItem).max(20),
  product_collection_id: unsupported(),
  customer: customerRequest.nullish(),
  billing_address: billingAddress.nullish(),
  billing_currency: currency.nullish(),
  return_url: z.url().nullish(),
  cancel_url: z.url().nullish(),
  metadata: metadata.nullish(),
  confirm: z.boolean().optional(),
  payment_method_id: z.string().nullish(),
  minimal_address: unsupported(false),
  short_link: unsupported(false),
  show_saved_payment_methods: z.boolean().optional(),
  tax_id: z.string().nullish(),
  customer_business_name: z.string().nullish(),
  discount_code: z.string().nullish(),
  discount_codes: z.array(z.string()).max(20).nullish(),
  allowed_payment_method_types: paymentMethodTypes.nullish(),
  force_3ds: z.boolean().nullish(),
  mandate_min_amount_inr_paise: unsupported(),
  custom_fields: z.array(customField).max(5).nullish(),
  subscription_data: z
    .strictObject({ trial_period_days: z.number().int().min(0).max(10_000).nullish(), on_demand: onDemand.nullish() })
    .nullish(),
  customization: z
    .strictObject({
      force_language: unsupported('en'),
      show_on_demand_tag: unsupported(true),
      show_order_details: unsupported(true),
      theme: z.enum(['dark', 'light', 'system']).nullish(),
      theme_config: z.strictObject({ pay_button_text: z.string().max(100).nullish() }).nullish(),
    })
    .optional(),
  feature_flags: flags.optional(),
});

export type CheckoutBody = z.output<typeof checkoutBody>;
