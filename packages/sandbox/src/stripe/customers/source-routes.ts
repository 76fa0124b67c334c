import { resourceMissing } from '../api/errors';
import { listOf, pageParams } from '../api/list';
import { p, required } from '../api/params';
import { defineRoute, type Route } from '../api/route';
import { detach } from '../payment-methods/attach';
import { addSource, cardSource } from '../payment-methods/source';

/** Cards in the legacy API, which some CLI recipes still use. */
export const sourceRoutes: Route[] = [
  defineRoute({
    method: 'POST',
    path: '/v1/customers/:id/sources',
    params: { source: required(p.string()), metadata: p.metadata() },
    handler(ctx, { id, params }) {
      const customer = ctx.need(ctx.tables.customers, 'customer', id);
      const card = cardSource(addSource(ctx, id, params.source));
      ctx.emit('customer.source.created', card);
      if (customer.default_source === null) {
        ctx.update(ctx.tables.customers, customer, { default_source: card.id }, 'customer.updated');
      }
      return card;
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/customers/:id/sources',
    params: { ...pageParams, object: p.string() },
    handler(ctx, { id, params }) {
      ctx.need(ctx.tables.customers, 'customer', id);
      const cards = ctx.tables.paymentMethods.by('customer', id).filter((method) => method.id.startsWith('card_'));
      return listOf(params, { url: `/v1/customers/${id}/sources`, label: 'source', source: cards.map(cardSource) });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/customers/:id/sources/:source',
    handler(ctx, { id, source }) {
      const method = ctx.tables.paymentMethods.get(source);
      if (method?.customer !== id) throw resourceMissing('source', source);
      return cardSource(method);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/customers/:id/sources/:source',
    params: {
      exp_month: p.integer({ min: 1, max: 12 }),
      exp_year: p.integer(),
      metadata: p.metadata(),
      name: p.string(),
      address_zip: p.string(),
    },
    handler(ctx, { id, source, params }) {
      const method = ctx.tables.paymentMethods.get(source);
      if (method?.customer !== id || !method.card) throw resourceMissing('source', source);
      const { exp_month = method.card.exp_month, exp_year = method.card.exp_year } = params;
      const billing_details = { ...method.billing_details, name: params.name ?? method.billing_details.name };
      const card = { ...method.card, exp_month, exp_year };
      const updated = ctx.update(ctx.tables.paymentMethods, method, { card, billing_details });
      ctx.emit('customer.source.updated', cardSource(updated), { exp_month: method.card.exp_month });
      return cardSource(updated);
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/v1/customers/:id/sources/:source',
    handler(ctx, { id, source }) {
      const customer = ctx.need(ctx.tables.customers, 'customer', id);
      const method = ctx.tables.paymentMethods.get(source);
      if (method?.customer !== id) throw resourceMissing('source', source);
      const card = cardSource(method);
      detach(ctx, method);
      ctx.emit('customer.source.deleted', card);
      if (customer.default_source === source) {
        ctx.update(ctx.tables.customers, customer, { default_source: null }, 'customer.updated');
      }
      return { id: source, object: 'card', deleted: true };
    },
  }),
];
