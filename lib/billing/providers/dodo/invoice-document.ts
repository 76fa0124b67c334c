import type DodoPayments from 'dodopayments';
import type { InvoiceDocument } from '../requests';
import { readingOrAbsent } from './errors';

/**
 * The invoice as a PDF. Dodo's address of it needs no login, so whoever saw it could hand it on:
 * the file is passed through, the address is not.
 */
export async function invoiceDocument(dodo: DodoPayments, paymentId: string): Promise<InvoiceDocument | null> {
  return readingOrAbsent(async () => {
    const answer = await dodo.invoices.payments.retrieve(paymentId);
    return { kind: 'pdf', bytes: new Uint8Array(await answer.arrayBuffer()) };
  });
}
