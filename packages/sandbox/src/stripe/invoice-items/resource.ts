import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { listOf, listParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { type ParamsOf, p, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { InvoiceItemRecord } from '../billing-tables';
import { productName } from '../invoices/format';
import { priceOf } from '../invoices/pricing';
import { editable, recompose } from '../invoices/write';
import { grantDiscounts } from '../subscriptions/discounts';
import { discountFields } from '../subscriptions/fields';
import { priceData, requestedPrice } from '../subscriptions/price-params';
import { unsupported } from '../subscriptions/unsupported';
import { invoiceItemRecord } from './record';

const url = '/v1/invoiceitems';
const label = 'invoiceitem';

const fields = {
  amount: p.integer(),
  description: p.string({ max: 1000 }),
  discountable: p.boolean(),
  discounts: discountFields,
  metadata: p.metadata(),
  period: p.object({ end: required(p.timestamp()), start: required(p.timestamp()) }),
  price_data: p.object(priceData),
  pricing: p.object({ price: p.string() }),
  quantity: p.integer({ min: 0 }),
  quantity_decimal: p.decimal(),
  tax_behavior: unsupported(),
  tax_code: unsupported(),
  tax_rates: unsupported(),
  unit_amount_decimal: p.decimal(),
};
const createFields = {
  ...fields,
  currency: p.currency(),
  customer: p.string(),
  customer_account: p.string(),
  invoice: p.string(),
  price: p.string(),
  subscription: p.string(),
};

function create(ctx: StripeContext, params: ParamsOf<typeof createFields>): InvoiceItemRecord {
  const invoice =
    params.invoice === undefined ? null : ctx.need(ctx.tables.invoices, 'invoice', params.invoice, 'invoice');
  if (invoice) editable(invoice);
  const customer = ctx.need(ctx.tables.customers, 'customer', params.customer ?? invoice?.customer ?? '', 'customer');
  const subscription =
    params.subscription === undefined
      ? null
      : ctx.need(ctx.tables.subscriptions, 'subscription', params.subscription, 'subscription');
  const named = params.pricing?.price ?? params.price;
  const requested = { price: named, price_data: params.price_data };
  const price =
    named !== undefined || params.price_data ? requestedPrice(ctx, requested, 'pricing', { type: 'one_time' }) : null;
  if (!price && params.amount === undefined && params.unit_amount_decimal === undefined) {
    throw invalidRequest('Missing required param: amount.', { code: 'parameter_missing', param: 'amount' });
  }
  const quantity = params.quantity ?? 1;
  const now = ctx.now(customer.id);
  const item = invoiceItemRecord({
    customer,
    amount: price
      ? priceOf(ctx, price, quantity)
      : (params.amount ?? Math.round(Number(params.unit_amount_decimal) * quantity)),
    currency: price?.currency ?? params.currency ?? invoice?.currency ?? customer.currency ?? 'usd',
    description: params.description ?? (price ? productName(ctx, price) : null),
    period: params.period ?? { start: now, end: now },
    at: now,
    quantity,
    price: price && { id: price.id, product: price.product, unit: price.unit_amount_decimal },
    subscription: subscription?.id ?? null,
    discountable: params.discountable ?? (params.amount ?? 0) >= 0,
    metadata: mergeMetadata(null, params.metadata),
    invoice: invoice?.id ?? null,
  });
  const discounts = grantDiscounts(ctx, params.discounts ?? [], { customer: customer.id, invoiceItem: item.id });
  const stored = ctx.tables.invoiceItems.put(item.id, { ...item, discounts });
  ctx.emit('invoiceitem.created', stored);
  if (invoice) recompose(ctx, invoice);
  return stored;
}

/** Updates the totals of the draft that contains the item. */
function follow(ctx: StripeContext, invoice: string | null): void {
  const draft = ctx.tables.invoices.get(invoice ?? '');
  if (draft) recompose(ctx, draft);
}

function changeable(ctx: StripeContext, item: InvoiceItemRecord): void {
  const invoice = ctx.tables.invoices.get(item.invoice ?? '');
  if (invoice) editable(invoice);
}

export const invoiceItems: Resource = {
  routes: [
    defineRoute({ method: 'POST', path: url, params: createFields, handler: (ctx, { params }) => create(ctx, params) }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, customer: p.string(), invoice: p.string(), pending: p.boolean() },
      handler(ctx, { params }) {
        const { customer, invoice, pending } = params;
        const table = ctx.tables.invoiceItems;
        const source =
          invoice !== undefined
            ? table.by('invoice', invoice)
            : customer !== undefined
              ? table.by('customer', customer)
              : table.newestFirst();
        return listOf<InvoiceItemRecord>(params, {
          url,
          label,
          source,
          where: (it) =>
            (customer === undefined || it.customer === customer) &&
            (pending === undefined || (it.invoice === null) === pending),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/invoiceitems/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.invoiceItems, label, id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/invoiceitems/:id',
      params: fields,
      handler(ctx, { id, params }) {
        const item = ctx.need(ctx.tables.invoiceItems, label, id);
        changeable(ctx, item);
        const quantity = params.quantity ?? item.quantity;
        const price = ctx.tables.prices.get(params.pricing?.price ?? item.pricing?.price_details?.price ?? '');
        const repriced = price && !item.proration && (params.quantity !== undefined || params.pricing);
        const amount = params.amount ?? (repriced ? priceOf(ctx, price, quantity) : item.amount);
        const stored = ctx.tables.invoiceItems.put(id, {
          ...item,
          amount,
          net_amount: amount,
          description: params.description ?? item.description,
          discountable: params.discountable ?? item.discountable,
          metadata: mergeMetadata(item.metadata, params.metadata),
          period: params.period ?? item.period,
          quantity,
          quantity_decimal: String(quantity),
        });
        follow(ctx, stored.invoice);
        return stored;
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/invoiceitems/:id',
      handler(ctx, { id }) {
        const item = ctx.need(ctx.tables.invoiceItems, label, id);
        changeable(ctx, item);
        ctx.tables.invoiceItems.remove(id);
        ctx.emit('invoiceitem.deleted', item);
        follow(ctx, item.invoice);
        return { id, object: 'invoiceitem', deleted: true };
      },
    }),
  ],
};
