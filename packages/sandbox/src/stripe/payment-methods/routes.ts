import { invalidRequest } from '../api/errors';
import { reference } from '../api/expand';
import { listOf, listParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { p, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { PaymentMethodRecord } from '../api/tables';
import { unsupported } from '../subscriptions/unsupported';
import { attach, detach, paymentMethodOf } from './attach';
import { billingFields, billingPatch, createTyped, methodFields } from './fields';

const url = '/v1/payment_methods';
const label = 'PaymentMethod';

export const paymentMethods: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: methodFields,
      handler: (ctx, { params }) => createTyped(ctx, params),
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: {
        ...listParams,
        customer: p.string(),
        type: p.string(),
        allow_redisplay: p.enumOf('always', 'limited', 'unspecified'),
      },
      handler(ctx, { params }) {
        const { customer, type, allow_redisplay } = params;
        if (customer !== undefined) ctx.need(ctx.tables.customers, 'customer', customer, 'customer');
        return listOf<PaymentMethodRecord>(params, {
          url,
          label,
          source: customer === undefined ? [] : ctx.tables.paymentMethods.by('customer', customer),
          where: (method) =>
            (type === undefined || method.type === type) &&
            (allow_redisplay === undefined || method.allow_redisplay === allow_redisplay),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/payment_methods/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.paymentMethods, label, id, 'payment_method', 404),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/payment_methods/:id',
      params: {
        allow_redisplay: p.enumOf('always', 'limited', 'unspecified'),
        billing_details: billingFields,
        card: p.object({
          exp_month: p.integer({ min: 1, max: 12 }),
          exp_year: p.integer({ min: 1 }),
          networks: unsupported(),
        }),
        metadata: p.metadata(),
      },
      handler(ctx, { id, params }) {
        const method = ctx.need(ctx.tables.paymentMethods, label, id, 'payment_method', 404);
        if (method.customer === null) {
          throw invalidRequest('You must save this PaymentMethod to a customer before you can update it.', {
            code: 'payment_method_unexpected_state',
          });
        }
        const { exp_month, exp_year } = params.card ?? {};
        const patch: Partial<PaymentMethodRecord> = {
          billing_details: billingPatch(method.billing_details, params.billing_details),
          metadata: mergeMetadata(method.metadata, params.metadata),
        };
        if (params.allow_redisplay !== undefined) patch.allow_redisplay = params.allow_redisplay;
        if (method.card && params.card) {
          patch.card = {
            ...method.card,
            exp_month: exp_month ?? method.card.exp_month,
            exp_year: exp_year ?? method.card.exp_year,
          };
        }
        return ctx.update(ctx.tables.paymentMethods, method, patch, 'payment_method.updated');
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/payment_methods/:id/attach',
      params: { customer: required(p.string()) },
      handler(ctx, { id, params }) {
        const customer = ctx.need(ctx.tables.customers, 'customer', params.customer, 'customer');
        return attach(ctx, paymentMethodOf(ctx, id, 'payment_method', 404), customer.id);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/payment_methods/:id/detach',
      handler: (ctx, { id }) => detach(ctx, ctx.need(ctx.tables.paymentMethods, label, id, 'payment_method', 404)),
    }),
  ],
  expandables: { 'payment_method.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)) },
};
