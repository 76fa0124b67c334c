import type Stripe from 'stripe';
import { ownMetadataOf } from '../metadata';
import type { Snapshot, SyncTarget } from '../snapshots';
import { readingOrAbsent } from './errors';
import { fetchInvoice } from './fetch-invoice';
import { fetchPayment } from './fetch-payment';
import { fetchSubscription } from './fetch-subscription';
import { fetchMethod } from './payment-method-page';
import { idOf } from './shapes';

/** Stripe's current state of a target. Throws `ProviderUnavailable` or `ProviderRefused`. */
export async function fetchTarget(stripe: Stripe, target: SyncTarget): Promise<Snapshot> {
  switch (target.kind) {
    case 'subscription':
      return fetchSubscription(stripe, target.id);
    case 'payment':
      return target.id.startsWith('in_') ? fetchInvoice(stripe, target.id) : fetchPayment(stripe, target.id);
    case 'customer':
      return fetchCustomer(stripe, target.id);
    case 'method':
      return fetchMethod(stripe, target.id);
    case 'license':
      // Stripe has no license keys.
      return { kind: 'absent' };
  }
}

/** A deleted customer returns 200 with `deleted: true` (docs.stripe.com/api/customers/retrieve). */
async function fetchCustomer(stripe: Stripe, id: string): Promise<Snapshot> {
  const customer = await readingOrAbsent(id, () => stripe.customers.retrieve(id));
  if (customer === null || customer.deleted === true) return { kind: 'absent' };
  return {
    kind: 'customer',
    externalId: customer.id,
    ownMetadata: ownMetadataOf(customer.metadata),
    defaultMethod: idOf(customer.invoice_settings.default_payment_method),
  };
}
