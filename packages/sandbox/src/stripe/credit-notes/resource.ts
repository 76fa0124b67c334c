import { reference } from '../api/expand';
import { listOf, listParams, pageParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { CreditNoteRecord } from '../billing-tables';
import { composeCreditNote } from './compose';
import { creditNoteFields } from './fields';
import { issueCreditNote, voidCreditNote } from './issue';

const url = '/v1/credit_notes';
const label = 'credit note';

export const creditNotes: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: creditNoteFields,
      handler: (ctx, { params }) => issueCreditNote(ctx, params),
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, customer: p.string(), invoice: p.string() },
      handler(ctx, { params }) {
        const { customer, invoice } = params;
        const table = ctx.tables.creditNotes;
        const source =
          invoice !== undefined
            ? table.by('invoice', invoice)
            : customer !== undefined
              ? table.by('customer', customer)
              : table.newestFirst();
        const where = (it: CreditNoteRecord): boolean => customer === undefined || it.customer === customer;
        return listOf<CreditNoteRecord>(params, { url, label, source, where });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/credit_notes/preview',
      params: creditNoteFields,
      handler: (ctx, { params }) =>
        composeCreditNote(ctx, ctx.need(ctx.tables.invoices, 'invoice', params.invoice, 'invoice'), params).note,
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/credit_notes/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.creditNotes, label, id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/credit_notes/:id',
      params: { memo: p.string(), metadata: p.metadata() },
      handler(ctx, { id, params }) {
        const note = ctx.need(ctx.tables.creditNotes, label, id);
        const patch = { memo: params.memo ?? note.memo, metadata: mergeMetadata(note.metadata, params.metadata) };
        return ctx.update(ctx.tables.creditNotes, note, patch, 'credit_note.updated');
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/credit_notes/:id/void',
      handler: (ctx, { id }) => voidCreditNote(ctx, ctx.need(ctx.tables.creditNotes, label, id)),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/credit_notes/:id/lines',
      params: pageParams,
      handler(ctx, { id, params }) {
        const { lines } = ctx.need(ctx.tables.creditNotes, label, id);
        return listOf(params, { url: `${url}/${id}/lines`, label: 'line item', source: lines.data });
      },
    }),
  ],
  expandables: {
    'credit_note.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)),
    'credit_note.invoice': reference('invoice', (ctx, id) => ctx.tables.invoices.get(id)),
    'credit_note.refunds.refund': reference('refund', (ctx, id) => ctx.tables.refunds.get(id)),
    'credit_note.customer_balance_transaction': reference('customer_balance_transaction', (ctx, id) =>
      ctx.tables.customerBalanceTransactions.get(id),
    ),
  },
};
