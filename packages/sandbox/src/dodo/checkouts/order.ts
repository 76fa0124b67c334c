import { invalidBody, refused } from '../api/errors';
import type { Dodo } from '../dodo';
import { unsupported } from '../lists/countries';
import { minimumAmount } from '../money/currency';
import { sellable } from '../products/plan';
import type { CheckoutFlags, CheckoutOrder } from '../records/checkout';
import { cartCurrency } from './currency';
import type { CheckoutBody } from './schema';

/**
 * Reads the order from a request to create or preview a checkout.
 * @throws 422 PRODUCT_CART_EMTPY (Dodo's spelling), INVALID_REQUEST_BODY, UNSUPPORTED_COUNTRY, UNSUPPORTED_CURRENCY;
 * 404 for an unknown product
 */
export function readOrder(dodo: Dodo, body: CheckoutBody): CheckoutOrder {
  if (body.product_cart.length === 0) throw refused('PRODUCT_CART_EMTPY', 'Product cart cannot be empty');
  if (body.discount_code && body.discount_codes?.length)
    throw invalidBody('discount_code and discount_codes exclude each other.');
  if (body.tax_id && !body.billing_address) throw invalidBody('tax_id requires billing_address.');
  if (body.billing_address && unsupported(body.billing_address.country))
    throw refused('UNSUPPORTED_COUNTRY', `Country ${body.billing_address.country} currently not supported`);
  const products = body.product_cart.map((item) => sellable(dodo, item.product_id));
  for (const [i, item] of body.product_cart.entries()) {
    const price = products[i]?.price;
    if (item.addons?.length && price?.type === 'one_time_price')
      throw invalidBody('addons are for subscriptions only.');
    if (price?.type !== 'one_time_price' || !price.pay_what_you_want || item.amount == null) continue;
    if (item.amount < price.price)
      throw refused('TOTAL_PAYMENT_AMOUNT_BELOW_MINIMUM_AMOUNT', 'The amount is below the minimum of this product');
  }
  const onDemand = body.subscription_data?.on_demand;
  return {
    cart: body.product_cart.map((item) => ({
      productId: item.product_id,
      quantity: item.quantity,
      addons: (item.addons ?? []).map((addon) => ({ addonId: addon.addon_id, quantity: addon.quantity })),
      amount: item.amount ?? null,
    })),
    currency: cartCurrency(dodo, products, body.billing_currency ?? null),
    metadata: body.metadata ?? {},
    returnUrl: body.return_url ?? null,
    cancelUrl: body.cancel_url ?? null,
    trialDays: body.subscription_data?.trial_period_days ?? null,
    onDemand: onDemand
      ? {
          mandateOnly: onDemand.mandate_only,
          price: onDemand.product_price ?? null,
          description: onDemand.product_description ?? null,
        }
      : null,
    flags: readFlags(body.feature_flags ?? {}),
    customFields: (body.custom_fields ?? []).map((field) => ({
      key: field.key,
      label: field.label,
      type: field.field_type,
      options: field.options ?? [],
      placeholder: field.placeholder ?? null,
      required: field.required ?? false,
    })),
    theme: body.customization?.theme ?? 'system',
    payButton: body.customization?.theme_config?.pay_button_text ?? null,
    allowedMethods: body.allowed_payment_method_types ?? null,
    force3ds: body.force_3ds ?? false,
    showSavedMethods: body.show_saved_payment_methods ?? false,
  };
}

/** Documented defaults of the flags (docs.dodopayments.com/developer-resources/checkout-session). */
function readFlags(given: NonNullable<CheckoutBody['feature_flags']>): CheckoutFlags {
  return {
    allowDiscountCode: given.allow_discount_code ?? true,
    allowPhone: given.allow_phone_number_collection ?? true,
    allowTaxId: given.allow_tax_id ?? true,
    alwaysNewCustomer: given.always_create_new_customer ?? false,
    redirectImmediately: given.redirect_immediately ?? false,
    requirePhone: given.require_phone_number ?? false,
    requireTaxId: given.require_tax_id ?? false,
    requireCardholderName: given.require_cardholder_name ?? false,
    editEmail: given.allow_customer_editing_email ?? false,
    editName: given.allow_customer_editing_name ?? false,
    editCountry: given.allow_customer_editing_country ?? false,
  };
}

/** The discount codes of a request, from either of the two fields. */
export function codesOf(body: Pick<CheckoutBody, 'discount_code' | 'discount_codes'>): string[] {
  return body.discount_codes ?? (body.discount_code ? [body.discount_code] : []);
}

/** @throws 422 when the amount due is positive but below the minimum */
export function checkMinimum(total: number, currency: CheckoutOrder['currency']): void {
  if (total > 0 && total < minimumAmount(currency))
    throw refused('TOTAL_PAYMENT_AMOUNT_BELOW_MINIMUM_AMOUNT', 'The total amount is below the minimum amount');
}
