import type { StripeContext } from '../api/kit';
import type { InvoiceRecord } from '../billing-tables';

/**
 * Where a customer sees and pays an invoice. Made for every answer: real links change too
 * (docs/providers/stripe.md#invoices).
 */
export const hostedInvoiceUrl = (ctx: StripeContext, id: string): string =>
  `${ctx.world.config.url}/pay/stripe/invoice/${id}?s=ap`;

export const invoicePdfUrl = (ctx: StripeContext, id: string): string =>
  `${ctx.world.config.url}/pay/stripe/invoice/${id}/pdf?s=ap`;

/** An invoice as it goes out: with its links once it is finalized. */
export function invoiceOut(ctx: StripeContext, record: InvoiceRecord): InvoiceRecord {
  if (record.status === 'draft' || record.number === null) return record;
  return {
    ...record,
    hosted_invoice_url: hostedInvoiceUrl(ctx, record.id),
    invoice_pdf: invoicePdfUrl(ctx, record.id),
  };
}
