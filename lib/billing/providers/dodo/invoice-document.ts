import type DodoPayments from 'dodopayments';
import type { InvoiceDocument } from '../requests';
import { readingOrAbsent } from './errors';

/**
 * The invoice as a PDF. Dodo's URL for it requires no login and could be shared, so we serve the file and keep the URL
 * private.
 */
export async function invoiceDocument(dodo: DodoPayments, paymentId: string): Promise<InvoiceDocument | null> {
  return readingOrAbsent(async () => {
    const answer = await dodo.invoices.payments.retrieve(paymentId);
    return { kind: 'pdf', bytes: new Uint8Array(await answer.arrayBuffer()) };
  });
}
