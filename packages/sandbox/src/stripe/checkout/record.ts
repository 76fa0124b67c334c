import { clientSecret } from '../api/ids';
import { mergeMetadata } from '../api/metadata';
import type { CustomerRecord } from '../api/tables';
import type { CheckoutSessionRecord } from '../billing-tables';
import type { CheckoutParams } from './fields';

interface Made {
  id: string;
  created: number;
  customer: CustomerRecord | null;
  currency: string | null;
  setupIntent: string | null;
  discounts: CheckoutSessionRecord['discounts'];
  sums: Pick<CheckoutSessionRecord, 'amount_subtotal' | 'amount_total' | 'total_details'>;
}

const UI_MODES: Record<string, string> = { hosted: 'hosted_page', embedded: 'embedded_page', custom: 'elements' };

/** Customer details before the customer has entered anything. */
export function detailsOf(customer: CustomerRecord | null, email?: string): CheckoutSessionRecord['customer_details'] {
  if (!customer && email === undefined) return null;
  return {
    address: null,
    business_name: null,
    email: customer?.email ?? email ?? null,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: customer?.tax_exempt ?? 'none',
    tax_ids: null,
  };
}

/** Payment methods on the hosted page: cards, and bank debits when the currency is EUR or the request allows them. */
function methodTypes(params: CheckoutParams, currency: string | null): string[] {
  if (params.payment_method_types) return params.payment_method_types;
  const allowed = params.allowed_payment_method_types ?? ['card', ...(currency === 'eur' ? ['sepa_debit'] : [])];
  return allowed.filter((type) => !params.excluded_payment_method_types?.includes(type));
}

/** A new session, as in recorded responses. */
export function sessionRecord(params: CheckoutParams, made: Made): CheckoutSessionRecord {
  const { mode } = params;
  const ui = UI_MODES[params.ui_mode ?? ''] ?? params.ui_mode ?? 'hosted_page';
  const payment = mode === 'payment';
  return {
    id: made.id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? mode !== 'setup' },
    after_expiration: recovery(params),
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    automatic_tax: { enabled: params.automatic_tax?.enabled ?? false, liability: null, provider: null, status: null },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: ui === 'hosted_page' ? null : clientSecret(made.id),
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    consent: null,
    consent_collection: null,
    created: made.created,
    currency: made.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: made.customer?.id ?? null,
    customer_account: null,
    customer_creation: payment && !made.customer ? (params.customer_creation ?? 'if_required') : null,
    customer_details: detailsOf(made.customer, params.customer_email),
    customer_email: params.customer_email ?? null,
    discounts: made.discounts,
    expires_at: params.expires_at ?? made.created + 86_400,
    integration_identifier: params.integration_identifier ?? null,
    invoice: null,
    invoice_creation: payment ? invoiceCreation(params) : null,
    livemode: false,
    locale: (params.locale as CheckoutSessionRecord['locale']) ?? null,
    managed_payments: null,
    metadata: mergeMetadata(null, params.metadata),
    mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: params.payment_method_collection ?? (payment ? 'if_required' : 'always'),
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: methodTypes(params, made.currency),
    payment_status: mode === 'setup' ? 'no_payment_required' : 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: params.phone_number_collection?.enabled ?? false },
    recovered_from: null,
    ...(ui === 'embedded_page' ? { redirect_on_completion: params.redirect_on_completion ?? 'always' } : {}),
    ...(params.return_url ? { return_url: params.return_url } : {}),
    saved_payment_method_options: {
      allow_redisplay_filters: ['always'],
      payment_method_remove: 'disabled',
      payment_method_save: null,
    },
    setup_intent: made.setupIntent,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url ?? null,
    tax_id_collection: {
      enabled: params.tax_id_collection?.enabled ?? false,
      required: params.tax_id_collection?.required ?? 'never',
    },
    ...(mode === 'setup' ? { amount_subtotal: null, amount_total: null, total_details: null } : made.sums),
    ui_mode: ui,
    url: null,
    wallet_options: null,
  };
}

function recovery({ after_expiration: after }: CheckoutParams): CheckoutSessionRecord['after_expiration'] {
  if (!after?.recovery?.enabled) return null;
  const allow = after.recovery.allow_promotion_codes ?? false;
  return { recovery: { allow_promotion_codes: allow, enabled: true, expires_at: null, url: null } };
}

function invoiceCreation({ invoice_creation: requested }: CheckoutParams): CheckoutSessionRecord['invoice_creation'] {
  const data = requested?.invoice_data;
  return {
    enabled: requested?.enabled ?? false,
    invoice_data: {
      account_tax_ids: null,
      custom_fields: null,
      description: data?.description ?? null,
      footer: data?.footer ?? null,
      issuer: null,
      metadata: data ? mergeMetadata(null, data.metadata) : null,
      rendering_options: null,
    },
  };
}
