import type Stripe from 'stripe';
import type { Root, Snapshot } from '../contract';
import { marksOf } from '../marks';
import { fetchMethod } from './card-page';
import { readingOrAbsent } from './errors';
import { fetchPayment } from './fetch-payment';
import { fetchSubscription } from './fetch-subscription';
import { idOf } from './shapes';

/** What Stripe says about a root now. Raises `ProviderUnavailable` or `ProviderRefused`. */
export async function fetchRoot(stripe: Stripe, root: Root): Promise<Snapshot> {
  switch (root.kind) {
    case 'subscription':
      return fetchSubscription(stripe, root.id);
    case 'payment':
      return fetchPayment(stripe, root.id);
    case 'customer':
      return fetchCustomer(stripe, root.id);
    case 'method':
      return fetchMethod(stripe, root.id);
    case 'license':
      // Stripe has none.
      return { kind: 'absent' };
  }
}

/** A deleted customer answers 200 with `deleted: true` (stripe.md §2.0). */
async function fetchCustomer(stripe: Stripe, id: string): Promise<Snapshot> {
  const customer = await readingOrAbsent(id, () => stripe.customers.retrieve(id));
  if (customer === null || customer.deleted === true) return { kind: 'absent' };
  return {
    kind: 'customer',
    externalId: customer.id,
    marks: marksOf(customer.metadata),
    defaultMethod: idOf(customer.invoice_settings.default_payment_method),
  };
}
