import type Stripe from 'stripe';
import { readingOrAbsent } from './errors';

/** The hosted page of an open invoice. Stripe changes its URL, so it's never stored. */
export async function invoicePage(stripe: Stripe, invoiceId: string): Promise<string | null> {
  const invoice = await readingOrAbsent(invoiceId, () => stripe.invoices.retrieve(invoiceId));
  return invoice?.status === 'open' ? (invoice.hosted_invoice_url ?? null) : null;
}
