import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { type Expandables, reference } from '../api/expand';
import { listOf, listParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { clearable, type ParamsOf, p, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { PaymentMethodRecord, SetupIntentRecord } from '../api/tables';
import { checkMethodTypes, checkOwner } from '../payment-intents/checks';
import { paymentMethodOf } from '../payment-methods/attach';
import { createTyped, methodFields } from '../payment-methods/fields';
import { unsupported } from '../subscriptions/unsupported';
import { confirmSetupCall } from './confirm';
import { tellSetup } from './outcomes';
import { newSetupIntent } from './record';

const url = '/v1/setup_intents';
const label = 'setupintent';

const methodChoice = {
  allowed_payment_method_types: p.array(p.string()),
  excluded_payment_method_types: p.array(p.string()),
  payment_method: p.string(),
  payment_method_data: p.object(methodFields),
  payment_method_options: unsupported(),
  payment_method_types: p.array(p.string()),
};
const confirmation = { mandate_data: clearable(p.anything()), return_url: p.string(), use_stripe_sdk: p.boolean() };
const details = {
  attach_to_self: p.boolean(),
  customer: p.string(),
  description: p.string({ max: 1000 }),
  flow_directions: p.array(p.enumOf('inbound', 'outbound')),
  metadata: p.metadata(),
};

function chosen(ctx: StripeContext, params: ParamsOf<typeof methodChoice>): PaymentMethodRecord | undefined {
  checkMethodTypes(ctx, params.payment_method_types);
  if (params.payment_method_data) return createTyped(ctx, params.payment_method_data, 'payment_method_data');
  return params.payment_method === undefined ? undefined : paymentMethodOf(ctx, params.payment_method);
}

const missingMethod = (): Error =>
  invalidRequest(
    "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
    { code: 'setup_intent_unexpected_state' },
  );

const expandables: Expandables = {
  'setup_intent.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)),
  'setup_intent.payment_method': reference('payment_method', (ctx, id) => ctx.tables.paymentMethods.get(id)),
};

export const setupIntents: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: {
        ...methodChoice,
        ...confirmation,
        ...details,
        automatic_payment_methods: p.object({
          enabled: required(p.boolean()),
          allow_redirects: p.enumOf('always', 'never'),
        }),
        confirm: p.boolean(),
        payment_method_configuration: p.string(),
        usage: p.enumOf('off_session', 'on_session'),
      },
      handler(ctx, { params }) {
        const customer =
          params.customer === undefined
            ? null
            : ctx.need(ctx.tables.customers, 'customer', params.customer, 'customer').id;
        const method = chosen(ctx, params);
        if (method) checkOwner(method, customer);
        if (params.confirm && !method) throw missingMethod();
        const automatic = params.automatic_payment_methods;
        const intent = newSetupIntent(ctx, {
          customer,
          paymentMethod: method?.id,
          usage: params.usage,
          description: params.description,
          metadata: mergeMetadata(null, params.metadata),
          methodTypes: params.allowed_payment_method_types ?? params.payment_method_types,
          automaticMethods: automatic && {
            enabled: automatic.enabled,
            allow_redirects: automatic.allow_redirects ?? 'always',
          },
        });
        if (!params.confirm || !method) return intent;
        return confirmSetupCall(ctx, intent, method, params.return_url ?? null);
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, attach_to_self: p.boolean(), customer: p.string(), payment_method: p.string() },
      handler: (ctx, { params }) =>
        listOf<SetupIntentRecord>(params, {
          url,
          label,
          source:
            params.customer === undefined
              ? ctx.tables.setupIntents.newestFirst()
              : ctx.tables.setupIntents.by('customer', params.customer),
          where: (intent) => params.payment_method === undefined || intent.payment_method === params.payment_method,
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/setup_intents/:id',
      params: { client_secret: p.string() },
      handler: (ctx, { id }) => ctx.need(ctx.tables.setupIntents, label, id, 'intent', 404),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/setup_intents/:id',
      params: { ...methodChoice, ...details },
      handler(ctx, { id, params }) {
        const intent = ctx.need(ctx.tables.setupIntents, label, id, 'intent', 404);
        const method = chosen(ctx, params);
        const patch: Partial<SetupIntentRecord> = { metadata: mergeMetadata(intent.metadata, params.metadata) };
        if (params.description !== undefined) patch.description = params.description;
        if (params.customer !== undefined) {
          patch.customer = ctx.need(ctx.tables.customers, 'customer', params.customer, 'customer').id;
        }
        if (method) {
          checkOwner(method, patch.customer ?? intent.customer);
          patch.payment_method = method.id;
          patch.status = 'requires_confirmation';
        }
        return ctx.update(ctx.tables.setupIntents, intent, patch);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/setup_intents/:id/confirm',
      params: { ...methodChoice, ...confirmation, client_secret: p.string() },
      handler(ctx, { id, params }) {
        const intent = ctx.need(ctx.tables.setupIntents, label, id, 'intent', 404);
        const method = chosen(ctx, params) ?? ctx.tables.paymentMethods.get(intent.payment_method ?? '');
        if (!method) throw missingMethod();
        checkOwner(method, intent.customer);
        return confirmSetupCall(ctx, intent, method, params.return_url ?? null);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/setup_intents/:id/cancel',
      params: { cancellation_reason: p.enumOf('abandoned', 'duplicate', 'requested_by_customer') },
      handler(ctx, { id, params }) {
        const intent = ctx.need(ctx.tables.setupIntents, label, id, 'intent', 404);
        if (intent.status === 'succeeded' || intent.status === 'canceled') {
          throw invalidRequest(
            `You cannot cancel this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be canceled: requires_payment_method, requires_confirmation, requires_action.`,
            { code: 'setup_intent_unexpected_state' },
          );
        }
        const canceled = ctx.tables.setupIntents.put(id, {
          ...intent,
          status: 'canceled',
          cancellation_reason: params.cancellation_reason ?? null,
          next_action: null,
        });
        ctx.emit('setup_intent.canceled', canceled);
        tellSetup(ctx, canceled, 'canceled');
        return canceled;
      },
    }),
  ],
  expandables,
};
