import type DodoPayments from 'dodopayments';
import { acting } from './errors';

/** A fresh link to Dodo's billing pages; it is good for 24 hours. Asking twice makes two links and harms nothing. */
export async function portalUrl(dodo: DodoPayments, customerId: string, returnUrl: string): Promise<string> {
  const { link } = await acting(() => dodo.customers.customerPortal.create(customerId, { return_url: returnUrl }));
  return link;
}
