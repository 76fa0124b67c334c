import type Stripe from 'stripe';
import type { PaymentSnapshot } from '../money-snapshots';
import type { Snapshot } from '../snapshots';
import { subscriptionDigest } from './digest';
import { reading, readingOrAbsent } from './errors';
import { complete, EXPANSION, retrieveIntent } from './fetch-payment';
import { nextCharge } from './next-charge';
import { CARD_EXPANSION } from './payment-method';
import { type InvoiceShape, idOf, paymentIntentsOf } from './shapes';
import { toSubscription } from './subscription';

const EXPANSION_OF_SUBSCRIPTION = ['schedule', 'discounts.source.coupon', ...CARD_EXPANSION];

/** Usually three calls: the subscription, its invoices, and the payments behind them, however long it has run. */
export async function fetchSubscription(stripe: Stripe, id: string): Promise<Snapshot> {
  const listing = invoicesOf(stripe, id);
  // Awaited below; if the subscription is absent, the list doesn't matter.
  listing.catch(() => undefined);
  const subscription = await readingOrAbsent(id, () =>
    stripe.subscriptions.retrieve(id, { expand: EXPANSION_OF_SUBSCRIPTION }),
  );
  if (subscription === null) return { kind: 'absent' };
  const invoices = await listing;
  const [payments, next] = await Promise.all([
    paymentsOf(stripe, idOf(subscription.customer), invoices),
    nextCharge(stripe, subscription),
  ]);
  const snapshot = toSubscription(subscription, invoices, payments, next);
  return { kind: 'subscription', subscription: { ...snapshot, digest: subscriptionDigest(subscription) } };
}

async function invoicesOf(stripe: Stripe, subscription: string): Promise<Stripe.Invoice[]> {
  const invoices = await reading(() =>
    stripe.invoices.list({ subscription, limit: 100, expand: ['data.payments'] }).autoPagingToArray({ limit: 1_000 }),
  );
  for (const invoice of invoices.filter(({ lines }) => lines.has_more)) {
    // An embedded list stops at ten lines.
    invoice.lines.data = await reading(() =>
      stripe.invoices.listLineItems(invoice.id, { limit: 100 }).autoPagingToArray({ limit: 1_000 }),
    );
  }
  return invoices;
}

async function paymentsOf(
  stripe: Stripe,
  customer: string | null,
  invoices: readonly InvoiceShape[],
): Promise<PaymentSnapshot[]> {
  const invoiceOf = new Map(invoices.flatMap((invoice) => paymentIntentsOf(invoice).map((id) => [id, invoice])));
  const intents = await intentsOf(stripe, customer, new Set(invoiceOf.keys()));
  return Promise.all(intents.map((intent) => complete(stripe, intent, invoiceOf.get(intent.id) ?? null)));
}

/** A single one is retrieved; several come from the customer's list, one call per hundred instead of one each. */
async function intentsOf(
  stripe: Stripe,
  customer: string | null,
  wanted: Set<string>,
): Promise<Stripe.PaymentIntent[]> {
  const found: Stripe.PaymentIntent[] = [];
  if (wanted.size > 1 && customer !== null) {
    await reading(async () => {
      const expand = EXPANSION.map((path) => `data.${path}`);
      for await (const intent of stripe.paymentIntents.list({ customer, limit: 100, expand })) {
        if (wanted.delete(intent.id)) found.push(intent);
        if (wanted.size === 0) break;
      }
    });
  }
  const others = await Promise.all([...wanted].map((id) => retrieveIntent(stripe, id)));
  return [...found, ...others.filter((intent) => intent !== null)];
}
