import type { StripeContext } from '../api/context';
import { invalidRequest, resourceMissing } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import { p, required } from '../api/params';
import { defineRoute } from '../api/route';
import type { InvoiceRecord } from '../billing-tables';
import { invoiceItemRecord } from '../invoice-items/record';
import { priceData, requestedPrice } from '../subscriptions/price-params';
import { unsupported } from '../subscriptions/unsupported';
import { finalizeKey } from './finalize';
import { productName } from './format';
import { priceOf } from './pricing';
import { createInvoice, editable, itemsOf, recompose, updateInvoice } from './write';
import { createInvoiceFields, updateInvoiceFields } from './write-fields';

const lineFields = {
  amount: p.integer(),
  description: p.string(),
  discountable: p.boolean(),
  discounts: unsupported(),
  invoice_item: p.string(),
  metadata: p.metadata(),
  period: p.object({ end: required(p.timestamp()), start: required(p.timestamp()) }),
  price_data: p.object(priceData),
  pricing: p.object({ price: p.string() }),
  quantity: p.integer({ min: 0 }),
  tax_amounts: unsupported(),
  tax_rates: unsupported(),
};

const found = (ctx: StripeContext, id: string): InvoiceRecord => ctx.need(ctx.tables.invoices, 'invoice', id);

/** The invoice item of a line. @throws 404 for a line that has none */
function itemOfLine(ctx: StripeContext, invoice: InvoiceRecord, lineId: string) {
  const line = invoice.lines.data.find(({ id }) => id === lineId);
  const { invoice_item_details: plain, subscription_item_details: billed } = line?.parent ?? {};
  const item = ctx.tables.invoiceItems.get(plain?.invoice_item ?? billed?.invoice_item ?? '');
  if (!item) throw resourceMissing('line item', lineId, 'lines', 404);
  return item;
}

/** Routes that create, change and delete drafts. */
export const invoiceWrites = [
  defineRoute({
    method: 'POST',
    path: '/v1/invoices',
    params: createInvoiceFields,
    handler: (ctx, { params }) => createInvoice(ctx, params),
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id',
    params: updateInvoiceFields,
    handler: (ctx, { id, params }) => updateInvoice(ctx, found(ctx, id), params),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/v1/invoices/:id',
    handler(ctx, { id }) {
      const invoice = found(ctx, id);
      if (invoice.status !== 'draft' || invoice.parent !== null) {
        throw invalidRequest('You can only delete draft invoices that do not belong to a subscription.', {
          code: 'invoice_not_editable',
        });
      }
      for (const item of itemsOf(ctx, invoice)) ctx.tables.invoiceItems.put(item.id, { ...item, invoice: null });
      ctx.world.clocks.cancel(finalizeKey(id));
      ctx.tables.invoices.remove(id);
      ctx.emit('invoice.deleted', invoice);
      return { id, object: 'invoice', deleted: true };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/add_lines',
    params: { invoice_metadata: p.metadata(), lines: required(p.array(p.object(lineFields))) },
    handler(ctx, { id, params }) {
      const invoice = found(ctx, id);
      editable(invoice);
      const customer = ctx.need(ctx.tables.customers, 'customer', invoice.customer ?? '');
      for (const [index, requested] of params.lines.entries()) {
        if (requested.invoice_item !== undefined) {
          const item = ctx.need(
            ctx.tables.invoiceItems,
            'invoiceitem',
            requested.invoice_item,
            `lines[${index}][invoice_item]`,
          );
          ctx.tables.invoiceItems.put(item.id, { ...item, invoice: id });
          continue;
        }
        const named = requested.pricing?.price ?? requested.price_data;
        const wanted = { price: requested.pricing?.price, price_data: requested.price_data };
        const price = named ? requestedPrice(ctx, wanted, `lines[${index}]`) : null;
        const quantity = requested.quantity ?? 1;
        const now = ctx.now(customer.id);
        const item = invoiceItemRecord({
          customer,
          amount: price ? priceOf(ctx, price, quantity) : (requested.amount ?? 0),
          currency: invoice.currency,
          description: requested.description ?? (price ? productName(ctx, price) : null),
          period: requested.period ?? { start: now, end: now },
          at: now,
          quantity,
          price: price && { id: price.id, product: price.product, unit: price.unit_amount_decimal },
          discountable: requested.discountable ?? true,
          metadata: mergeMetadata(null, requested.metadata),
          invoice: id,
        });
        ctx.tables.invoiceItems.put(item.id, item);
      }
      return recompose(ctx, invoice);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/update_lines',
    params: {
      invoice_metadata: p.metadata(),
      lines: required(p.array(p.object({ ...lineFields, id: required(p.string()) }))),
    },
    handler(ctx, { id, params }) {
      const invoice = found(ctx, id);
      editable(invoice);
      for (const requested of params.lines) {
        const item = itemOfLine(ctx, invoice, requested.id);
        ctx.tables.invoiceItems.put(item.id, {
          ...item,
          amount: requested.amount ?? item.amount,
          description: requested.description ?? item.description,
          metadata: mergeMetadata(item.metadata, requested.metadata),
          period: requested.period ?? item.period,
          quantity: requested.quantity ?? item.quantity,
          quantity_decimal: String(requested.quantity ?? item.quantity),
        });
      }
      return recompose(ctx, invoice);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/invoices/:id/remove_lines',
    params: {
      invoice_metadata: p.metadata(),
      lines: required(
        p.array(p.object({ behavior: required(p.enumOf('delete', 'unassign')), id: required(p.string()) })),
      ),
    },
    handler(ctx, { id, params }) {
      const invoice = found(ctx, id);
      editable(invoice);
      for (const requested of params.lines) {
        const item = itemOfLine(ctx, invoice, requested.id);
        if (requested.behavior === 'delete') {
          ctx.tables.invoiceItems.remove(item.id);
          ctx.emit('invoiceitem.deleted', item);
        } else ctx.tables.invoiceItems.put(item.id, { ...item, invoice: null });
      }
      return recompose(ctx, invoice);
    },
  }),
];
