import type Stripe from 'stripe';
import type { InvoiceDocument } from '../requests';
import { reading, readingOrAbsent } from './errors';

/**
 * The invoice's page, otherwise the charge's receipt. Its URL changes, so it's never stored
 * (docs/providers/stripe.md#invoices).
 */
export async function invoiceDocument(stripe: Stripe, paymentId: string): Promise<InvoiceDocument | null> {
  const url = (await invoicePage(stripe, paymentId)) ?? (await receiptPage(stripe, paymentId));
  return url === null ? null : { kind: 'link', url };
}

/**
 * Since basil a payment doesn't name its invoice (docs/providers/stripe.md#api-versions). A free purchase is identified
 * by its invoice alone.
 */
async function invoicePage(stripe: Stripe, paymentId: string): Promise<string | null> {
  if (paymentId.startsWith('in_')) {
    const invoice = await readingOrAbsent(paymentId, () => stripe.invoices.retrieve(paymentId));
    return invoice?.hosted_invoice_url ?? null;
  }
  const { data } = await reading(() =>
    stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: paymentId },
      expand: ['data.invoice'],
    }),
  );
  const [invoice] = data.map((link) => link.invoice);
  return typeof invoice === 'object' && invoice.deleted !== true ? (invoice.hosted_invoice_url ?? null) : null;
}

async function receiptPage(stripe: Stripe, paymentId: string): Promise<string | null> {
  if (paymentId.startsWith('in_')) return null;
  const intent = await readingOrAbsent(paymentId, () =>
    stripe.paymentIntents.retrieve(paymentId, { expand: ['latest_charge'] }),
  );
  const charge = intent?.latest_charge;
  return typeof charge === 'object' ? (charge?.receipt_url ?? null) : null;
}
