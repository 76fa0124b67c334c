import type DodoPayments from 'dodopayments';
import { z } from 'zod';
import { id } from '../../engine/random';
import { unsupported } from '../api/body';
import { refused } from '../api/errors';
import { billingAddress, currency, customerRequest, fullAddress, metadata, paymentMethodTypes } from '../api/fields';
import { cardOf } from '../customers/methods';
import { requestedCustomer } from '../customers/resolve';
import { limitedCustomer } from '../customers/wire';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { recurringPreTax } from '../subscriptions/price';
import { stamp } from '../time/stamp';
import { openLink } from './link';
import { checkMinimum, codesOf, readOrder } from './order';
import { pay } from './pay';
import { prepare } from './prepare';
import { type CheckoutBody, onDemand } from './schema';

const common = {
  billing: billingAddress,
  customer: customerRequest,
  billing_currency: currency.nullish(),
  customer_business_name: z.string().nullish(),
  discount_code: z.string().nullish(),
  discount_codes: z.array(z.string()).max(20).nullish(),
  metadata: metadata.nullish(),
  payment_link: z.boolean().nullish(),
  redirect_immediately: z.boolean().optional(),
  return_url: z.url().nullish(),
  tax_id: z.string().nullish(),
  allowed_payment_method_types: paymentMethodTypes.nullish(),
  force_3ds: z.boolean().nullish(),
  payment_method_id: z.string().nullish(),
  show_saved_payment_methods: z.boolean().optional(),
  require_phone_number: unsupported(false),
  short_link: unsupported(false),
};

const onceItem = z.strictObject({
  product_id: z.string(),
  quantity: z.number().int().min(1),
  amount: z.number().int().min(0).nullish(),
});

/**
 * Bodies of the legacy `POST /payments` and `POST /subscriptions` (SDK: PaymentCreateParams, SubscriptionCreateParams).
 */
export const legacyPaymentBody = z.strictObject({
  ...common,
  product_cart: z.array(onceItem).min(1).max(100),
  adaptive_currency_fees_inclusive: unsupported(),
});

export const legacySubscriptionBody = z.strictObject({
  ...common,
  product_id: z.string(),
  quantity: z.number().int().min(1),
  addons: z.array(z.strictObject({ addon_id: z.string(), quantity: z.number().int().min(1) })).nullish(),
  on_demand: onDemand.nullish(),
  one_time_product_cart: z.array(onceItem).nullish(),
  trial_period_days: z.number().int().min(0).max(10_000).nullish(),
  mandate_min_amount_inr_paise: unsupported(),
});

type LegacyPayment = z.output<typeof legacyPaymentBody>;
type LegacySubscription = z.output<typeof legacySubscriptionBody>;

export function legacyPayment(dodo: Dodo, body: LegacyPayment): DodoPayments.PaymentCreateResponse {
  const { payment, link, expiresMs } = begin(dodo, body, body.product_cart, null);
  return {
    client_secret: `${payment.id}_secret_${id('', 20)}`,
    customer: limitedCustomer(dodo, payment.customerId),
    metadata: payment.metadata,
    payment_id: payment.id,
    total_amount: payment.total,
    discount_id: payment.discountIds[0] ?? null,
    discount_ids: payment.discountIds,
    expires_on: stamp(expiresMs),
    payment_link: link,
    product_cart: body.product_cart.map((item) => ({
      product_id: item.product_id,
      quantity: item.quantity,
      amount: item.amount ?? null,
    })),
  } satisfies Required<DodoPayments.PaymentCreateResponse>;
}

export function legacySubscription(dodo: Dodo, body: LegacySubscription): DodoPayments.SubscriptionCreateResponse {
  const recurring = { product_id: body.product_id, quantity: body.quantity, addons: body.addons };
  const data = { trial_period_days: body.trial_period_days, on_demand: body.on_demand };
  const { payment, link, expiresMs } = begin(dodo, body, [recurring, ...(body.one_time_product_cart ?? [])], data);
  const row = need(dodo.tables.subscriptions, payment.subscriptionIds[0] ?? '');
  return {
    addons: row.plan.addons.map(({ addonId, quantity }) => ({ addon_id: addonId, quantity })),
    customer: limitedCustomer(dodo, payment.customerId),
    metadata: payment.metadata,
    payment_id: payment.id,
    payment_method_required: true,
    recurring_pre_tax_amount: recurringPreTax(dodo, row),
    subscription_id: row.id,
    client_secret: `${payment.id}_secret_${id('', 20)}`,
    discount_id: payment.discountIds[0] ?? null,
    discount_ids: payment.discountIds,
    expires_on: stamp(expiresMs),
    one_time_product_cart: payment.productCart,
    payment_link: link,
    trial_amount: row.trialAmount,
  } satisfies Required<DodoPayments.SubscriptionCreateResponse>;
}

/** Both create a checkout with a known customer and address. The payment exists immediately and has its own page. */
function begin(
  dodo: Dodo,
  body: LegacyPayment | LegacySubscription,
  cart: CheckoutBody['product_cart'],
  subscriptionData: CheckoutBody['subscription_data'],
) {
  const order = readOrder(dodo, {
    product_cart: cart,
    billing_address: body.billing,
    billing_currency: body.billing_currency,
    discount_code: body.discount_code,
    discount_codes: body.discount_codes,
    metadata: body.metadata,
    return_url: body.return_url,
    subscription_data: subscriptionData,
    tax_id: body.tax_id,
  });
  const customer = requestedCustomer(dodo, body.customer);
  const details = {
    email: customer.email,
    name: customer.name,
    phone: customer.phone,
    billing: fullAddress(body.billing),
    taxId: body.tax_id ?? null,
    businessName: body.customer_business_name ?? null,
    codes: codesOf(body),
    customFields: [],
  };
  const payment = prepare(dodo, { id: null, order, customerId: customer.id, paymentId: null }, details);
  checkMinimum(payment.total, payment.currency);
  const session = openLink(dodo, payment, body.return_url ?? null, {
    redirectImmediately: body.redirect_immediately ?? false,
    allowedMethods: body.allowed_payment_method_types ?? null,
    force3ds: body.force_3ds ?? false,
    showSavedMethods: body.show_saved_payment_methods ?? false,
  });
  if (body.payment_method_id) {
    const method = need(dodo.tables.methods, body.payment_method_id);
    if (method.customerId !== customer.id) throw refused('NOT_FOUND', 'This payment method belongs to someone else');
    pay(dodo, session, details, cardOf(method), { authenticated: true });
  }
  const charged = need(dodo.tables.payments, payment.id);
  return {
    payment: charged,
    link: body.payment_link && !body.payment_method_id ? `${dodo.payUrl}/session/${session.id}` : null,
    expiresMs: session.expiresMs,
  };
}
