import type { StripeContext } from '../api/kit';
import type { InvoiceRecord } from '../billing-tables';
import { tellInvoice } from './listeners';

/** A bank debit for an open invoice is on its way: it stays open, and nothing else is tried until the bank answers. */
export function markProcessing(ctx: StripeContext, invoice: InvoiceRecord): InvoiceRecord {
  const waiting = ctx.update(ctx.tables.invoices, invoice, { attempted: true, next_payment_attempt: null });
  tellInvoice(ctx, 'processing', waiting);
  return waiting;
}
