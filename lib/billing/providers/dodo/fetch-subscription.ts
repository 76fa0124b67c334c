import type DodoPayments from 'dodopayments';
import type { Snapshot } from '../contract';
import { methodOf } from './card';
import { reading, readingOrAbsent } from './errors';
import { allPages } from './pages';
import type { ListedPayment, PaymentShape } from './shapes';
import { toSubscription } from './subscription';

/**
 * The subscription, the list of its payments, and of those each one that has something to tell. Four calls for a
 * first purchase: the fourth tells the card. `settled` are payments the ledger has as succeeded: they are fetched again only once the list says
 * that a refund or dispute has come.
 */
export async function fetchSubscription(
  dodo: DodoPayments,
  id: string,
  settled: ReadonlySet<string>,
): Promise<Snapshot> {
  const listing = allPages((page) => reading(() => dodo.payments.list({ subscription_id: id, ...page })));
  // Awaited below; should the subscription be absent, what the list says does not matter.
  listing.catch(() => undefined);
  const subscription = await readingOrAbsent(() => dodo.subscriptions.retrieve(id));
  if (subscription === null) return { kind: 'absent' };
  const listed = await listing;
  const wanted = listed.filter((payment) => isWanted(payment, settled));
  const [payments, method] = await Promise.all([retrieveAll(dodo, wanted), methodOf(dodo, subscription)]);
  return { kind: 'subscription', subscription: toSubscription(subscription, listed, payments, method) };
}

/** Payments of 0 (a free trial, a new payment method) collect no money and are none; nor is a page nobody has paid at. */
function isWanted(payment: ListedPayment, settled: ReadonlySet<string>): boolean {
  if (payment.total_amount === 0 || payment.status === 'requires_payment_method') return false;
  const disturbed = (payment.refund_status ?? null) !== null || (payment.dispute_status ?? null) !== null;
  return disturbed || !settled.has(payment.payment_id);
}

/** Dodo allows 40 requests a second (dodo.md §1); a few at once keep far below. */
const AT_ONCE = 5;

async function retrieveAll(dodo: DodoPayments, listed: readonly ListedPayment[]): Promise<PaymentShape[]> {
  const payments: PaymentShape[] = [];
  for (let from = 0; from < listed.length; from += AT_ONCE) {
    const some = listed.slice(from, from + AT_ONCE);
    payments.push(
      ...(await Promise.all(some.map(({ payment_id }) => reading(() => dodo.payments.retrieve(payment_id))))),
    );
  }
  return payments;
}
