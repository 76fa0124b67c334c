import { listOf, listParams, pageParams } from '../api/list';
import { p } from '../api/params';
import { defineRoute } from '../api/route';
import { searchOf, searchParams } from '../api/search';
import type { InvoiceRecord } from '../billing-tables';

const url = '/v1/invoices';

/** Read routes: one invoice, many, their lines. */
export const invoiceReads = [
  defineRoute({
    method: 'GET',
    path: url,
    params: {
      ...listParams,
      collection_method: p.enumOf('charge_automatically', 'send_invoice'),
      customer: p.string(),
      due_date: p.range(),
      status: p.enumOf('draft', 'open', 'paid', 'uncollectible', 'void'),
      subscription: p.string(),
    },
    handler(ctx, { params }) {
      const { collection_method, customer, status, subscription } = params;
      const table = ctx.tables.invoices;
      const source =
        subscription !== undefined
          ? table.by('subscription', subscription)
          : customer !== undefined
            ? table.by('customer', customer)
            : table.newestFirst();
      return listOf<InvoiceRecord>(params, {
        url,
        label: 'invoice',
        source,
        where: (invoice) =>
          (customer === undefined || invoice.customer === customer) &&
          (status === undefined || invoice.status === status) &&
          (collection_method === undefined || invoice.collection_method === collection_method),
      });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/invoices/search',
    params: searchParams,
    handler: (ctx, { params }) =>
      searchOf<InvoiceRecord>(params, {
        url: '/v1/invoices/search',
        source: ctx.tables.invoices.newestFirst(),
        fields: {
          created: (invoice) => invoice.created,
          currency: (invoice) => invoice.currency,
          customer: (invoice) => invoice.customer,
          metadata: (invoice, key) => invoice.metadata?.[key],
          number: (invoice) => invoice.number,
          status: (invoice) => invoice.status,
          subscription: (invoice) => invoice.parent?.subscription_details?.subscription,
          total: (invoice) => invoice.total,
        },
      }),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/invoices/:id',
    handler: (ctx, { id }) => ctx.need(ctx.tables.invoices, 'invoice', id),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/invoices/:id/lines',
    params: pageParams,
    handler(ctx, { id, params }) {
      const invoice = ctx.need(ctx.tables.invoices, 'invoice', id);
      return listOf(params, { url: `/v1/invoices/${id}/lines`, label: 'line item', source: invoice.lines.data });
    },
  }),
];
