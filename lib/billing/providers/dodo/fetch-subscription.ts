import type DodoPayments from 'dodopayments';
import type { KnownInvoice } from '../money-snapshots';
import type { Snapshot } from '../snapshots';
import { purchasesOf } from './bought';
import { subscriptionDigest } from './digest';
import { reading, readingOrAbsent } from './errors';
import { historyOf } from './history';
import { addonPrices } from './items';
import { nextCharge } from './next-charge';
import { allPages } from './pages';
import { methodOf } from './payment-method';
import type { ListedPayment, PaymentShape, SubscriptionShape } from './shapes';
import { toSubscription } from './subscription';

/**
 * The subscription, the list of its payments, and the relevant ones among them. Five calls for a first purchase: the
 * fourth gets the card, the fifth previews the next charge.
 */
export async function fetchSubscription(
  dodo: DodoPayments,
  id: string,
  known: readonly KnownInvoice[],
): Promise<Snapshot> {
  const listing = listPayments(dodo, id);
  // Awaited below; if the subscription is absent, the list doesn't matter.
  listing.catch(() => undefined);
  const raw = await readingOrAbsent(() => dodo.subscriptions.retrieve(id));
  if (raw === null) return { kind: 'absent' };
  const seen = await look(dodo, raw, await listing, known);
  // A period without a payment: the list may have been read before the payment and the subscription after it.
  const again = seen.history.hasUnbilled ? await listPayments(dodo, id) : seen.listed;
  const { listed, payments, history } =
    again.length === seen.listed.length ? seen : await look(dodo, raw, again, known);
  const [method, addons, next] = await Promise.all([
    methodOf(dodo, raw),
    addonPrices(dodo, raw),
    nextCharge(dodo, raw, history),
  ]);
  const related = { listed, payments, history, method, addons, nextCharge: next };
  const digest = subscriptionDigest(raw);
  return { kind: 'subscription', subscription: { ...toSubscription(raw, related), digest } };
}

function listPayments(dodo: DodoPayments, id: string): Promise<ListedPayment[]> {
  return allPages((page) => dodo.payments.list({ subscription_id: id, ...page }));
}

async function look(
  dodo: DodoPayments,
  raw: SubscriptionShape,
  listed: readonly ListedPayment[],
  known: readonly KnownInvoice[],
) {
  const knownIds = new Set(known.map(({ externalId }) => externalId));
  const payments = await retrieveAll(
    dodo,
    listed.filter((payment) => isWanted(payment, knownIds)),
  );
  const unknown = payments.filter(({ payment_id: id }) => !knownIds.has(id));
  const purchases = await purchasesOf(dodo, raw, listed, unknown);
  return { listed, payments, history: historyOf(raw, listed, known, purchases) };
}

/**
 * Payments of 0 (a free trial, a new payment method) collect no money and don't count; neither does a page that hasn't
 * been paid. Those the ledger knows are fetched again only once the list shows a refund or dispute.
 */
function isWanted(payment: ListedPayment, known: ReadonlySet<string>): boolean {
  if (payment.total_amount === 0 || payment.status === 'requires_payment_method') return false;
  const disturbed = (payment.refund_status ?? null) !== null || (payment.dispute_status ?? null) !== null;
  return disturbed || !known.has(payment.payment_id);
}

/** Dodo allows 40 requests a second (docs.dodopayments.com/api-reference/introduction); this stays far below that. */
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
