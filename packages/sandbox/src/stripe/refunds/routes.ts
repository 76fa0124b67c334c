import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { type Expandables, reference } from '../api/expand';
import { listOf, listParams, pageParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { ChargeRecord, RefundRecord } from '../api/tables';
import { refundCharge } from './issue';
import { cancelRefund, startRefunds } from './scheduled';

const url = '/v1/refunds';

const refundFields = {
  amount: p.integer({ min: 1 }),
  currency: p.currency(),
  instructions_email: p.string(),
  metadata: p.metadata(),
  origin: p.enumOf('customer_balance'),
  reason: p.enumOf('duplicate', 'fraudulent', 'requested_by_customer'),
  refund_application_fee: p.boolean(),
  reverse_transfer: p.boolean(),
};

function chargeOf(
  ctx: StripeContext,
  given: { charge?: string | undefined; payment_intent?: string | undefined },
): ChargeRecord {
  if (given.charge !== undefined) return ctx.need(ctx.tables.charges, 'charge', given.charge, 'charge');
  if (given.payment_intent === undefined) {
    throw invalidRequest('One of the following params should be provided for this request: payment_intent or charge.', {
      code: 'parameter_missing',
    });
  }
  const intent = ctx.need(ctx.tables.paymentIntents, 'payment_intent', given.payment_intent, 'payment_intent');
  const charge = ctx.tables.charges.get(intent.latest_charge ?? '');
  if (charge?.status === 'succeeded') return charge;
  throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
    param: 'payment_intent',
  });
}

const expandables: Expandables = {
  'refund.charge': reference('charge', (ctx, id) => ctx.tables.charges.get(id)),
  'refund.payment_intent': reference('payment_intent', (ctx, id) => ctx.tables.paymentIntents.get(id)),
  'refund.balance_transaction': reference('balance_transaction', (ctx, id) => ctx.tables.balanceTransactions.get(id)),
  'refund.failure_balance_transaction': reference('balance_transaction', (ctx, id) =>
    ctx.tables.balanceTransactions.get(id),
  ),
  'refund.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)),
  'refund.payment_method': reference('payment_method', (ctx, id) => ctx.tables.paymentMethods.get(id)),
};

export const refunds: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: { ...refundFields, charge: p.string(), payment_intent: p.string() },
      handler: (ctx, { params }) =>
        refundCharge(ctx, chargeOf(ctx, params), { ...params, metadata: mergeMetadata(null, params.metadata) }),
    }),
    // The legacy route, still used by clients from before refunds had their own.
    defineRoute({
      method: 'POST',
      path: '/v1/charges/:id/refunds',
      params: refundFields,
      handler: (ctx, { id, params }) =>
        refundCharge(ctx, ctx.need(ctx.tables.charges, 'charge', id), {
          ...params,
          metadata: mergeMetadata(null, params.metadata),
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/charges/:id/refund',
      params: refundFields,
      handler(ctx, { id, params }) {
        const charge = ctx.need(ctx.tables.charges, 'charge', id);
        refundCharge(ctx, charge, { ...params, metadata: mergeMetadata(null, params.metadata) });
        return ctx.need(ctx.tables.charges, 'charge', id);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/charges/:id/refunds',
      params: pageParams,
      handler(ctx, { id, params }) {
        const { id: charge } = ctx.need(ctx.tables.charges, 'charge', id);
        const source = ctx.tables.refunds.by('charge', charge);
        return listOf<RefundRecord>(params, { url: `/v1/charges/${charge}/refunds`, label: 'refund', source });
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, charge: p.string(), payment_intent: p.string() },
      handler: (ctx, { params: { charge, payment_intent, ...page } }) =>
        listOf<RefundRecord>(page, {
          url,
          label: 'refund',
          source:
            charge !== undefined
              ? ctx.tables.refunds.by('charge', charge)
              : payment_intent !== undefined
                ? ctx.tables.refunds.by('payment_intent', payment_intent)
                : ctx.tables.refunds.newestFirst(),
          where: (refund) => payment_intent === undefined || refund.payment_intent === payment_intent,
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/refunds/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.refunds, 'refund', id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/refunds/:id',
      params: { metadata: p.metadata() },
      handler(ctx, { id, params }) {
        const refund = ctx.need(ctx.tables.refunds, 'refund', id);
        const metadata = mergeMetadata(refund.metadata, params.metadata);
        return ctx.update(ctx.tables.refunds, refund, { metadata }, 'refund.updated');
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/refunds/:id/cancel',
      handler(ctx, { id }) {
        const refund = ctx.need(ctx.tables.refunds, 'refund', id);
        if (refund.status === 'requires_action') return cancelRefund(ctx, refund);
        throw invalidRequest(
          `Refund ${id} cannot be canceled because it has a status of ${refund.status}. Only a refund with status requires_action can be canceled.`,
        );
      },
    }),
  ],
  expandables,
  start: startRefunds,
};
