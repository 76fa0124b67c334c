import type DodoPayments from 'dodopayments';
import { ProviderUnavailable } from '../errors';
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
  const seen = await readTogether(dodo, id, known);
  if (seen === null) return { kind: 'absent' };
  const { raw, digest, listed, payments, history } = seen;
  const [method, addons, next] = await Promise.all([
    methodOf(dodo, raw),
    addonPrices(dodo, raw),
    nextCharge(dodo, raw, history),
  ]);
  const related = { listed, payments, history, method, addons, nextCharge: next };
  return { kind: 'subscription', subscription: { ...toSubscription(raw, related), digest } };
}

/**
 * The subscription with the payments that belong to what it shows. They are read first: a charge in between is not on the
 * list, so its period looks free, and both are read again. The other way round, it would seem to have paid for the period
 * before, and stay there.
 */
async function readTogether(dodo: DodoPayments, id: string, known: readonly KnownInvoice[]) {
  for (let before: Seen | null = null; ; ) {
    const [listing] = await Promise.allSettled([listPayments(dodo, id)]);
    // While Dodo Payments doesn't answer, each further request only takes longer.
    if (listing.status === 'rejected' && listing.reason instanceof ProviderUnavailable) throw listing.reason;
    const raw = await readingOrAbsent(() => dodo.subscriptions.retrieve(id));
    // If the subscription is absent, the list doesn't matter.
    if (raw === null) return null;
    if (listing.status === 'rejected') throw listing.reason;
    const listed = listing.value;
    const digest = subscriptionDigest(raw);
    const seen: Seen = { raw, digest, ...(await look(dodo, raw, listed, known)) };
    if (!seen.history.hasUnbilled || (before !== null && isSame(before, seen))) return seen;
    before = seen;
  }
}

type Seen = { readonly raw: SubscriptionShape; readonly digest: string } & Awaited<ReturnType<typeof look>>;

function isSame(before: Seen, { digest, listed }: Seen): boolean {
  return before.digest === digest && before.listed.length === listed.length;
}

function listPayments(dodo: DodoPayments, id: string): Promise<ListedPayment[]> {
  return allPages(
    (page) => dodo.payments.list({ subscription_id: id, ...page }),
    ({ payment_id }) => payment_id,
  );
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
