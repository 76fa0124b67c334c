import type { StripeContext } from '../api/context';
import { clientSecret, newId } from '../api/ids';
import type { PaymentIntentRecord } from '../api/tables';

export interface NewIntent {
  amount: number;
  currency: string;
  customer: string | null;
  description?: string | null | undefined;
  metadata?: Record<string, string> | undefined;
  captureMethod?: 'automatic' | 'automatic_async' | 'manual' | undefined;
  setupFutureUsage?: 'off_session' | 'on_session' | undefined;
  paymentMethod?: string | null | undefined;
  methodTypes?: string[] | undefined;
  automaticMethods?: PaymentIntentRecord['automatic_payment_methods'] | undefined;
  receiptEmail?: string | null | undefined;
  statementDescriptor?: string | null | undefined;
  statementDescriptorSuffix?: string | null | undefined;
  shipping?: PaymentIntentRecord['shipping'] | undefined;
  /** The invoice it pays. */
  orderReference?: string | undefined;
}

/**
 * Stores a new intent. Emits nothing: `payment_intent.created` may come after its first charge
 * (docs/providers/stripe.md#checkout).
 */
export function newIntent(ctx: StripeContext, wanted: NewIntent): PaymentIntentRecord {
  const id = newId('payment_intent');
  return ctx.tables.paymentIntents.put(id, {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: wanted.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: wanted.automaticMethods ?? null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: wanted.captureMethod ?? 'automatic_async',
    client_secret: clientSecret(id),
    confirmation_method: 'automatic',
    created: ctx.now(wanted.customer),
    currency: wanted.currency,
    customer: wanted.customer,
    customer_account: null,
    description: wanted.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: wanted.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    ...(wanted.orderReference
      ? { payment_details: { customer_reference: null, order_reference: wanted.orderReference } }
      : {}),
    payment_method: wanted.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: wanted.methodTypes ?? ['card'],
    payment_record: null,
    processing: null,
    receipt_email: wanted.receiptEmail ?? null,
    review: null,
    setup_future_usage: wanted.setupFutureUsage ?? null,
    shipping: wanted.shipping ?? null,
    source: null,
    statement_descriptor: wanted.statementDescriptor ?? null,
    statement_descriptor_suffix: wanted.statementDescriptorSuffix ?? null,
    status: wanted.paymentMethod ? 'requires_confirmation' : 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  });
}
