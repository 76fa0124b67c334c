import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { InvoiceItemRecord, InvoiceRecord } from '../billing-tables';
import { pendingItems } from '../invoice-items/record';
import { grantDiscounts } from '../subscriptions/discounts';
import { invoiceItemLine } from '../subscriptions/lines';
import { settleWithBalance } from './balance';
import { composeInvoice, totalsOf } from './compose';
import { planFinalization, storeInvoice } from './store';
import type { createInvoiceFields, updateInvoiceFields } from './write-fields';

type CreateParams = ParamsOf<typeof createInvoiceFields>;
type UpdateParams = ParamsOf<typeof updateInvoiceFields>;

/** `POST /v1/invoices`: a draft with the pending items to include. @throws 400 */
export function createInvoice(ctx: StripeContext, params: CreateParams): InvoiceRecord {
  const subscription =
    params.subscription === undefined
      ? null
      : ctx.need(ctx.tables.subscriptions, 'subscription', params.subscription, 'subscription');
  const id = params.customer ?? subscription?.customer;
  if (id === undefined) {
    throw invalidRequest('Missing required param: customer.', { code: 'parameter_missing', param: 'customer' });
  }
  const customer = ctx.need(ctx.tables.customers, 'customer', id, 'customer');
  const currency = params.currency ?? subscription?.currency ?? customer.currency ?? 'usd';
  const now = ctx.now(customer.id);
  const includes = params.pending_invoice_items_behavior === 'include' || subscription !== null;
  const items = includes ? pendingItems(ctx, customer.id, currency, subscription?.id ?? null) : [];
  const composed = composeInvoice(ctx, {
    customer,
    subscription,
    reason: 'manual',
    currency,
    period: { start: now, end: now },
    lines: items.map(invoiceItemLine),
    discounts: grantDiscounts(ctx, params.discounts ?? [], { customer: customer.id }),
    at: now,
    autoAdvance: params.auto_advance ?? false,
    collectionMethod: params.collection_method ?? 'charge_automatically',
    daysUntilDue: params.days_until_due ?? null,
    dueDate: params.due_date ?? null,
    defaultPaymentMethod: params.default_payment_method ?? null,
    description: params.description ?? null,
    footer: params.footer ?? null,
    metadata: mergeMetadata(null, params.metadata),
    automaticTax: params.automatic_tax?.enabled,
  });
  if (customer.currency === null) ctx.tables.customers.put(customer.id, { ...customer, currency });
  return storeInvoice(ctx, composed);
}

/** @throws 400 unless the invoice is still a draft */
export function editable(invoice: InvoiceRecord): void {
  if (invoice.status === 'draft') return;
  throw invalidRequest('This invoice can no longer be edited: it has been finalized.', {
    code: 'invoice_not_editable',
  });
}

/** `POST /v1/invoices/:id`. Amounts can only change in drafts. */
export function updateInvoice(ctx: StripeContext, invoice: InvoiceRecord, params: UpdateParams): InvoiceRecord {
  const { auto_advance, default_payment_method, metadata, ...rest } = params;
  if (Object.values(rest).some((value) => value !== undefined)) editable(invoice);
  const patch: Partial<InvoiceRecord> = {};
  if (metadata !== undefined) patch.metadata = mergeMetadata(invoice.metadata, metadata);
  if (default_payment_method !== undefined) patch.default_payment_method = default_payment_method;
  if (rest.description !== undefined) patch.description = rest.description;
  if (rest.footer !== undefined) patch.footer = rest.footer;
  if (rest.collection_method !== undefined) patch.collection_method = rest.collection_method;
  if (rest.due_date !== undefined) patch.due_date = rest.due_date;
  if (rest.days_until_due !== undefined) patch.due_date = invoice.created + rest.days_until_due * 86_400;
  if (rest.number !== undefined) patch.number = rest.number;
  if (auto_advance !== undefined) {
    patch.auto_advance = auto_advance;
    if (invoice.status === 'draft') {
      const at = auto_advance ? ctx.now(invoice.customer) + 3600 : null;
      Object.assign(patch, { automatically_finalizes_at: at, next_payment_attempt: at });
    }
  }
  if (rest.discounts !== undefined) {
    const discounts = grantDiscounts(ctx, rest.discounts ?? [], { customer: invoice.customer, invoice: invoice.id });
    Object.assign(patch, recomposed(ctx, { ...invoice, discounts }, itemsOf(ctx, invoice)), { discounts });
  }
  const updated = ctx.update(ctx.tables.invoices, invoice, patch, 'invoice.updated');
  planFinalization(ctx, updated);
  return updated;
}

/** The invoice items on an invoice, oldest first. */
export const itemsOf = (ctx: StripeContext, invoice: InvoiceRecord): InvoiceItemRecord[] =>
  ctx.tables.invoiceItems.by('invoice', invoice.id).reverse();

/** The totals of a draft with these invoice items and the lines of its subscription. */
export function recomposed(
  ctx: StripeContext,
  invoice: InvoiceRecord,
  items: InvoiceItemRecord[],
): Partial<InvoiceRecord> {
  const own = invoice.lines.data.filter((line) => line.parent?.subscription_item_details?.invoice_item === null);
  const drafts = own.map((line) => ({
    ...line,
    quantity: line.quantity ?? 1,
    price: line.pricing?.price_details
      ? {
          id: line.pricing.price_details.price,
          product: line.pricing.price_details.product,
          unit: line.pricing.unit_amount_decimal,
        }
      : null,
  }));
  const lines = [...items.map(invoiceItemLine), ...drafts];
  const totals = totalsOf(ctx, lines, invoice.discounts, invoice.currency, invoice.id);
  const { starting, due } = settleWithBalance(
    totals.total,
    ctx.tables.customers.get(invoice.customer ?? ''),
    invoice.currency,
  );
  return {
    ...totals,
    amount_due: due,
    amount_remaining: due,
    starting_balance: starting,
    subtotal_excluding_tax: totals.subtotal,
    total_excluding_tax: totals.total,
    total_pretax_credit_amounts: (totals.total_discount_amounts ?? []).map((it) => ({
      ...it,
      type: 'discount' as const,
    })),
  };
}

/** Replaces a draft's invoice items and updates its lines and totals. Emits `invoice.updated`. */
export function recompose(ctx: StripeContext, invoice: InvoiceRecord): InvoiceRecord {
  return ctx.update(ctx.tables.invoices, invoice, recomposed(ctx, invoice, itemsOf(ctx, invoice)), 'invoice.updated');
}
