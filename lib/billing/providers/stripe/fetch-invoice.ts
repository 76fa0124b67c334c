import type Stripe from 'stripe';
import type { Snapshot } from '../snapshots';
import { readingOrAbsent } from './errors';
import { fetchPayment } from './fetch-payment';
import { fetchSubscription } from './fetch-subscription';
import { freePurchase } from './free-purchase';
import { paymentIntentsOf, subscriptionOf } from './shapes';

/**
 * An invoice resolves to its subscription, whose payments come with it. Without a subscription, it resolves to the
 * payment that collected it, or to a purchase that a promotion code paid in full.
 */
export async function fetchInvoice(stripe: Stripe, id: string): Promise<Snapshot> {
  const invoice = await readingOrAbsent(id, () => stripe.invoices.retrieve(id, { expand: ['payments'] }));
  if (invoice === null) return { kind: 'absent' };
  const subscription = subscriptionOf(invoice);
  if (subscription !== null) return fetchSubscription(stripe, subscription);
  const [intent] = invoice.status === 'paid' ? paymentIntentsOf(invoice, 'paid') : [];
  return intent === undefined ? freePurchase(invoice) : fetchPayment(stripe, intent);
}
