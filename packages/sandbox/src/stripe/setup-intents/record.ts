import type { StripeContext } from '../api/context';
import { clientSecret, newId } from '../api/ids';
import type { SetupIntentRecord } from '../api/tables';

export interface NewSetup {
  customer?: string | null | undefined;
  paymentMethod?: string | null | undefined;
  usage?: 'off_session' | 'on_session' | undefined;
  description?: string | null | undefined;
  metadata?: Record<string, string> | undefined;
  methodTypes?: string[] | undefined;
  automaticMethods?: SetupIntentRecord['automatic_payment_methods'] | undefined;
}

/** Stores a setup intent and emits `setup_intent.created`. */
export function newSetupIntent(ctx: StripeContext, wanted: NewSetup): SetupIntentRecord {
  const id = newId('setup_intent');
  const intent = ctx.tables.setupIntents.put(id, {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: wanted.automaticMethods ?? null,
    cancellation_reason: null,
    client_secret: clientSecret(id),
    created: ctx.now(wanted.customer),
    customer: wanted.customer ?? null,
    customer_account: null,
    description: wanted.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: wanted.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: wanted.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: wanted.methodTypes ?? ['card'],
    single_use_mandate: null,
    status: wanted.paymentMethod ? 'requires_confirmation' : 'requires_payment_method',
    usage: wanted.usage ?? 'off_session',
  });
  ctx.emit('setup_intent.created', intent);
  return intent;
}
