import { ProviderRefused } from '../errors';

/** Dodo Payments has no invoices beside payments: nothing that could be paid is left of a subscription that is over. */
export async function voidInvoice(invoiceId: string): Promise<void> {
  throw new ProviderRefused(`Dodo: ${invoiceId} is no invoice`, 'no_invoices');
}
