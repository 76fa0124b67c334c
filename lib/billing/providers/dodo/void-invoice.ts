import { ProviderRefused } from '../errors';

/** Dodo Payments has no invoices apart from payments: once a subscription has ended, nothing is left to pay. */
export async function voidInvoice(invoiceId: string): Promise<void> {
  throw new ProviderRefused(`Dodo: ${invoiceId} isn’t an invoice`, 'no_invoices');
}
