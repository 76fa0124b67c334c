import type DodoPayments from 'dodopayments';
import { acting } from './errors';

/** A fresh link to Dodo's billing portal, valid for 24 hours. Requesting another is harmless. */
export async function portalUrl(dodo: DodoPayments, customerId: string, returnUrl: string): Promise<string> {
  const { link } = await acting(() => dodo.customers.customerPortal.create(customerId, { return_url: returnUrl }));
  return link;
}
