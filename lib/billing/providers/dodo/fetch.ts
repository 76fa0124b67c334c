import type DodoPayments from 'dodopayments';
import { marksOf } from '../metadata';
import type { KnownInvoice } from '../money-snapshots';
import type { Root, Snapshot } from '../snapshots';
import { readingOrAbsent } from './errors';
import { fetchLicense } from './fetch-license';
import { fetchPayment } from './fetch-payment';
import { fetchSubscription } from './fetch-subscription';

/** What Dodo says about a root now. Raises `ProviderUnavailable` or `ProviderRefused`. */
export async function fetchRoot(dodo: DodoPayments, root: Root, known: readonly KnownInvoice[]): Promise<Snapshot> {
  switch (root.kind) {
    case 'subscription':
      return fetchSubscription(dodo, root.id, known);
    case 'payment':
      return fetchPayment(dodo, root.id);
    case 'customer':
      return fetchCustomer(dodo, root.id);
    case 'license':
      return fetchLicense(dodo, root.id);
    case 'method':
      // Dodo puts a new card in place by itself, and tells it by the subscription.
      return { kind: 'absent' };
  }
}

async function fetchCustomer(dodo: DodoPayments, id: string): Promise<Snapshot> {
  const customer = await readingOrAbsent(() => dodo.customers.retrieve(id));
  return customer === null
    ? { kind: 'absent' }
    : { kind: 'customer', externalId: customer.customer_id, marks: marksOf(customer.metadata), defaultMethod: null };
}
