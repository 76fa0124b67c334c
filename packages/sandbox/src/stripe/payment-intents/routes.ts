import { invalidRequest } from '../api/errors';
import { type Expandables, reference } from '../api/expand';
import { listOf, listParams } from '../api/list';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import { searchOf, searchParams } from '../api/search';
import type { PaymentIntentRecord } from '../api/tables';
import { startDebits } from './bank-debit';
import { cancelIntent } from './cancel';
import { captureIntent, startCaptureExpiry } from './capture';
import { checkMethodTypes } from './checks';
import { confirmIntent } from './confirm';
import { createFields, createIntent } from './create';
import { confirmFields, intentFields } from './fields';
import { tellOutcome } from './outcomes';
import { updateFields, updateIntent } from './update';

const url = '/v1/payment_intents';
const label = 'payment_intent';

const expandables: Expandables = {
  'payment_intent.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)),
  'payment_intent.latest_charge': reference('charge', (ctx, id) => ctx.tables.charges.get(id)),
  'payment_intent.payment_method': reference('payment_method', (ctx, id) => ctx.tables.paymentMethods.get(id)),
};

export const paymentIntents: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: createFields,
      handler: (ctx, { params }) => createIntent(ctx, params),
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, customer: p.string() },
      handler: (ctx, { params }) =>
        listOf<PaymentIntentRecord>(params, {
          url,
          label,
          source:
            params.customer === undefined
              ? ctx.tables.paymentIntents.newestFirst()
              : ctx.tables.paymentIntents.by('customer', params.customer),
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/payment_intents/search',
      params: searchParams,
      handler: (ctx, { params }) =>
        searchOf<PaymentIntentRecord>(params, {
          url: '/v1/payment_intents/search',
          source: ctx.tables.paymentIntents.newestFirst(),
          fields: {
            amount: (intent) => intent.amount,
            created: (intent) => intent.created,
            currency: (intent) => intent.currency,
            customer: (intent) => intent.customer,
            metadata: (intent, key) => intent.metadata[key],
            status: (intent) => intent.status,
          },
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/payment_intents/:id',
      params: { client_secret: p.string() },
      handler: (ctx, { id }) => ctx.need(ctx.tables.paymentIntents, label, id, 'intent', 404),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/payment_intents/:id',
      params: updateFields,
      handler: (ctx, { id, params }) =>
        updateIntent(ctx, ctx.need(ctx.tables.paymentIntents, label, id, 'intent', 404), params),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/payment_intents/:id/confirm',
      params: {
        ...intentFields,
        ...confirmFields,
        amount_to_confirm: p.integer({ min: 1 }),
        client_secret: p.string(),
      },
      handler(ctx, { id, params }) {
        checkMethodTypes(ctx, params.payment_method_types);
        const intent = ctx.need(ctx.tables.paymentIntents, label, id, 'intent', 404);
        const { setup_future_usage } = params;
        const usage = setup_future_usage === undefined ? intent : { ...intent, setup_future_usage };
        return confirmIntent(ctx, usage, params);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/payment_intents/:id/capture',
      params: {
        amount_to_capture: p.integer({ min: 1 }),
        final_capture: p.boolean(),
        metadata: p.metadata(),
        statement_descriptor: p.string({ max: 22 }),
        statement_descriptor_suffix: p.string({ max: 22 }),
      },
      handler: (ctx, { id, params }) =>
        captureIntent(ctx, ctx.need(ctx.tables.paymentIntents, label, id, 'intent', 404), params.amount_to_capture),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/payment_intents/:id/cancel',
      params: {
        cancellation_reason: p.enumOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'),
      },
      handler(ctx, { id, params }) {
        const intent = ctx.need(ctx.tables.paymentIntents, label, id, 'intent', 404);
        if (intent.payment_details?.order_reference?.startsWith('in_')) {
          throw invalidRequest(
            'You cannot cancel this PaymentIntent because it was created by an Invoice. To cancel it, void the Invoice.',
            { code: 'payment_intent_unexpected_state' },
          );
        }
        const canceled = cancelIntent(ctx, intent, params.cancellation_reason ?? null);
        tellOutcome(ctx, canceled, 'canceled');
        return canceled;
      },
    }),
  ],
  expandables,
  start(ctx) {
    startDebits(ctx);
    startCaptureExpiry(ctx);
  },
};
