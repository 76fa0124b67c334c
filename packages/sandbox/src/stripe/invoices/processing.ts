import type { StripeContext } from '../api/context';
import type { InvoiceRecord } from '../billing-tables';
import { tellInvoice } from './listeners';

/**
 * A bank debit for an open invoice is processing: it stays open, and there are no other attempts until the debit
 * settles.
 */
export function markProcessing(ctx: StripeContext, invoice: InvoiceRecord): InvoiceRecord {
  const waiting = ctx.update(ctx.tables.invoices, invoice, { attempted: true, next_payment_attempt: null });
  tellInvoice(ctx, 'processing', waiting);
  return waiting;
}
