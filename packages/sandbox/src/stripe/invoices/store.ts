import type { StripeContext } from '../api/context';
import type { InvoiceRecord } from '../billing-tables';
import { markUncollectible, voidInvoice } from './close';
import { collect, prepareIntent } from './collect';
import { finalizeInvoice, finalizeKey } from './finalize';
import { planDueDate } from './overdue';
import { subscriptionOf } from './payment-method';

/** Stores a composed invoice: assigns its invoice items, emits `invoice.created`, and schedules its finalization. */
export function storeInvoice(ctx: StripeContext, invoice: InvoiceRecord): InvoiceRecord {
  ctx.tables.invoices.put(invoice.id, invoice);
  takeItems(ctx, invoice);
  ctx.emit('invoice.created', invoice);
  planFinalization(ctx, invoice);
  return invoice;
}

/** Assigns the invoice items on an invoice to it. */
export function takeItems(ctx: StripeContext, invoice: InvoiceRecord): void {
  for (const { parent } of invoice.lines.data) {
    const id = parent?.subscription_item_details?.invoice_item ?? parent?.invoice_item_details?.invoice_item;
    const item = id ? ctx.tables.invoiceItems.get(id) : undefined;
    if (item && item.invoice !== invoice.id) ctx.tables.invoiceItems.put(item.id, { ...item, invoice: invoice.id });
  }
}

/** A draft with auto-advance is finalized after an hour (docs/providers/stripe.md#invoices). */
export function planFinalization(ctx: StripeContext, invoice: InvoiceRecord): void {
  const at = invoice.automatically_finalizes_at;
  if (!invoice.auto_advance || at === null || invoice.status !== 'draft') {
    ctx.world.clocks.cancel(finalizeKey(invoice.id));
    return;
  }
  ctx.world.clocks.schedule({
    at,
    kind: 'stripe.invoice.finalize',
    key: finalizeKey(invoice.id),
    data: { id: invoice.id },
    clock: ctx.clockOf(invoice.customer),
  });
}

/**
 * The hour is over: finalizes a draft that still has auto-advance and, if it is collected automatically, charges it.
 */
export function finalizeByItself(ctx: StripeContext, id: string): void {
  const draft = ctx.tables.invoices.get(id);
  if (draft?.status !== 'draft' || !draft.auto_advance || !ctx.tables.customers.get(draft.customer ?? '')) return;
  const open = finalizeInvoice(ctx, draft);
  if (open.status !== 'open') return;
  const paused = subscriptionOf(ctx, open)?.pause_collection?.behavior;
  if (paused === 'void') voidInvoice(ctx, open);
  else if (paused === 'mark_uncollectible') markUncollectible(ctx, open);
  else if (open.collection_method === 'charge_automatically') collect(ctx, open, { offSession: true });
  else sendInvoice(ctx, open);
}

/** Sends the invoice to the customer, who pays it on its page. */
function sendInvoice(ctx: StripeContext, open: InvoiceRecord): void {
  prepareIntent(ctx, open);
  planDueDate(ctx, open);
  ctx.emit('invoice.sent', open);
}
