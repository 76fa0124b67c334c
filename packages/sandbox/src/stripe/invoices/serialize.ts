import type { StripeContext } from '../api/context';
import type { InvoiceRecord } from '../billing-tables';

/**
 * The hosted page of an invoice. Generated for every response: real links change too
 * (docs/providers/stripe.md#invoices).
 */
export const hostedInvoiceUrl = (ctx: StripeContext, id: string): string =>
  `${ctx.world.config.url}/pay/stripe/invoice/${id}?s=ap`;

export const invoicePdfUrl = (ctx: StripeContext, id: string): string =>
  `${ctx.world.config.url}/pay/stripe/invoice/${id}/pdf?s=ap`;

/** An invoice in its response form, with its links once it is finalized. */
export function invoiceOut(ctx: StripeContext, record: InvoiceRecord): InvoiceRecord {
  if (record.status === 'draft' || record.number === null) return record;
  return {
    ...record,
    hosted_invoice_url: hostedInvoiceUrl(ctx, record.id),
    invoice_pdf: invoicePdfUrl(ctx, record.id),
  };
}
