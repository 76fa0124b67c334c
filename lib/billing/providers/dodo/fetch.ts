import type DodoPayments from 'dodopayments';
import { ownMetadataOf } from '../metadata';
import type { KnownInvoice } from '../money-snapshots';
import type { Snapshot, SyncTarget } from '../snapshots';
import { readingOrAbsent } from './errors';
import { fetchLicense } from './fetch-license';
import { fetchPayment } from './fetch-payment';
import { fetchSubscription } from './fetch-subscription';

/** Dodo's current state of a target. Throws `ProviderUnavailable` or `ProviderRefused`. */
export async function fetchTarget(
  dodo: DodoPayments,
  target: SyncTarget,
  known: readonly KnownInvoice[],
): Promise<Snapshot> {
  switch (target.kind) {
    case 'subscription':
      return fetchSubscription(dodo, target.id, known);
    case 'payment':
      return fetchPayment(dodo, target.id);
    case 'customer':
      return fetchCustomer(dodo, target.id);
    case 'license':
      return fetchLicense(dodo, target.id);
    case 'method':
      // Dodo sets a new card as the default automatically and reports it on the subscription.
      return { kind: 'absent' };
  }
}

async function fetchCustomer(dodo: DodoPayments, id: string): Promise<Snapshot> {
  const customer = await readingOrAbsent(() => dodo.customers.retrieve(id));
  return customer === null
    ? { kind: 'absent' }
    : {
        kind: 'customer',
        externalId: customer.customer_id,
        ownMetadata: ownMetadataOf(customer.metadata),
        defaultMethod: null,
      };
}
