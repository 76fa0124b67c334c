import { invalidRequest } from '../api/errors';
import { type Expandables, included, reference } from '../api/expand';
import { embeddedList, listOf, listParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import { searchOf, searchParams } from '../api/search';
import type { ChargeRecord } from '../api/tables';
import { shipping } from '../customers/fields';
import { wholeShipping } from '../customers/patch';
import { captureIntent } from '../payment-intents/capture';
import { chargeFields, createCharge } from './create';
import { planSettlement, startSettlement } from './settle';

const url = '/v1/charges';

const expandables: Expandables = {
  'charge.balance_transaction': reference('balance_transaction', (ctx, id) => ctx.tables.balanceTransactions.get(id)),
  'charge.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)),
  'charge.payment_intent': reference('payment_intent', (ctx, id) => ctx.tables.paymentIntents.get(id)),
  'charge.refunds': included<ChargeRecord>('refund', (ctx, charge) =>
    embeddedList(ctx.tables.refunds.by('charge', charge.id), `/v1/charges/${charge.id}/refunds`),
  ),
};

export const charges: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: chargeFields,
      handler: (ctx, { params }) => createCharge(ctx, params),
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, customer: p.string(), payment_intent: p.string(), transfer_group: p.string() },
      handler: (ctx, { params: { customer, payment_intent, transfer_group, ...page } }) =>
        listOf<ChargeRecord>(page, {
          url,
          label: 'charge',
          source:
            payment_intent !== undefined
              ? ctx.tables.charges.by('payment_intent', payment_intent)
              : customer !== undefined
                ? ctx.tables.charges.by('customer', customer)
                : ctx.tables.charges.newestFirst(),
          where: (charge) =>
            (customer === undefined || charge.customer === customer) &&
            (transfer_group === undefined || charge.transfer_group === transfer_group),
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/charges/search',
      params: searchParams,
      handler: (ctx, { params }) =>
        searchOf<ChargeRecord>(params, {
          url: '/v1/charges/search',
          source: ctx.tables.charges.newestFirst(),
          fields: {
            amount: (charge) => charge.amount,
            created: (charge) => charge.created,
            currency: (charge) => charge.currency,
            customer: (charge) => charge.customer,
            disputed: (charge) => charge.disputed,
            metadata: (charge, key) => charge.metadata[key],
            refunded: (charge) => charge.refunded,
            status: (charge) => charge.status,
            'payment_method_details.card.last4': (charge) => charge.payment_method_details?.card?.last4,
            'payment_method_details.card.brand': (charge) => charge.payment_method_details?.card?.brand,
          },
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/charges/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.charges, 'charge', id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/charges/:id',
      params: {
        customer: p.string(),
        description: p.string({ max: 1000 }),
        fraud_details: p.object({ user_report: p.enumOf('fraudulent', 'safe') }),
        metadata: p.metadata(),
        receipt_email: p.string(),
        shipping,
      },
      handler(ctx, { id, params }) {
        const charge = ctx.need(ctx.tables.charges, 'charge', id);
        const patch: Partial<ChargeRecord> = { metadata: mergeMetadata(charge.metadata, params.metadata) };
        if (params.description !== undefined) patch.description = params.description;
        if (params.receipt_email !== undefined) patch.receipt_email = params.receipt_email;
        if (params.shipping) patch.shipping = wholeShipping(params.shipping);
        if (params.fraud_details?.user_report) patch.fraud_details = { user_report: params.fraud_details.user_report };
        if (params.customer !== undefined) {
          if (charge.customer !== null) {
            throw invalidRequest('This charge already has a customer.', { param: 'customer' });
          }
          patch.customer = ctx.need(ctx.tables.customers, 'customer', params.customer, 'customer').id;
        }
        return ctx.update(ctx.tables.charges, charge, patch, 'charge.updated');
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/charges/:id/capture',
      params: { amount: p.integer({ min: 1 }), receipt_email: p.string(), statement_descriptor: p.string({ max: 22 }) },
      handler(ctx, { id, params }) {
        const charge = ctx.need(ctx.tables.charges, 'charge', id);
        if (charge.captured || charge.status !== 'succeeded' || charge.refunded) {
          throw invalidRequest(`Charge ${id} has already been captured.`, { code: 'charge_already_captured' });
        }
        const intent = ctx.tables.paymentIntents.get(charge.payment_intent ?? '');
        if (intent) {
          captureIntent(ctx, intent, params.amount);
          return ctx.need(ctx.tables.charges, 'charge', id);
        }
        const amount = Math.min(params.amount ?? charge.amount, charge.amount);
        const patch = { captured: true, amount_captured: amount, amount_refunded: charge.amount - amount };
        const captured = ctx.update(ctx.tables.charges, charge, patch, 'charge.captured');
        planSettlement(ctx, captured);
        return captured;
      },
    }),
  ],
  expandables,
  start: startSettlement,
};
