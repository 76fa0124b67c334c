import type Stripe from 'stripe';
import type { BoughtLine, PaymentSnapshot } from '../money-snapshots';
import type { Snapshot } from '../snapshots';
import { creditedOf } from './credit-notes';
import { disputesOf } from './dispute';
import { reading, readingOrAbsent } from './errors';
import { chargeOf, toPayment } from './payment';
import { refundsOf, toRefund } from './refund';
import { type InvoiceShape, idOf } from './shapes';

/** Includes the charge and its refunds with a payment intent. */
export const EXPANSION = ['latest_charge.refunds'];

/** Two calls: the intent with its charge and refunds, and the invoice it collects, which the intent doesn't name. */
export async function fetchPayment(stripe: Stripe, id: string): Promise<Snapshot> {
  const looking = invoiceOf(stripe, id);
  // Awaited below; if the payment is absent, the list doesn't matter.
  looking.catch(() => undefined);
  const intent = await retrieveIntent(stripe, id);
  if (intent === null) return { kind: 'absent' };
  return { kind: 'payment', payment: await complete(stripe, intent, await looking) };
}

export async function retrieveIntent(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent | null> {
  return readingOrAbsent(id, () => stripe.paymentIntents.retrieve(id, { expand: EXPANSION }));
}

/** Since basil, neither the intent nor the charge names its invoice (docs/providers/stripe.md#api-versions). */
async function invoiceOf(stripe: Stripe, intentId: string): Promise<InvoiceShape | null> {
  const { data } = await reading(() =>
    stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intentId },
      expand: ['data.invoice'],
    }),
  );
  const [invoice] = data.map((link) => link.invoice);
  return typeof invoice === 'object' && invoice.deleted !== true ? invoice : null;
}

/** The payment with all refunds (the embedded list stops at ten) and, if the charge is disputed, its disputes. */
export async function complete(
  stripe: Stripe,
  intent: Stripe.PaymentIntent,
  invoice: InvoiceShape | null,
): Promise<PaymentSnapshot> {
  const charge = chargeOf(intent);
  const disputes = charge?.disputed ? await disputesOf(stripe, intent.id) : [];
  const credited = invoice === null ? 0n : await creditedOf(stripe, invoice, intent.id);
  const bought = invoice === null ? [await soldBySession(stripe, intent.id)] : [];
  const payment = { ...toPayment(intent, invoice, disputes, ...bought), credited };
  if (!charge?.refunds?.has_more) return payment;
  return { ...payment, refunds: (await refundsOf(stripe, intent.id)).map(toRefund) };
}

/** What a checkout without an invoice sold: through a payment link, or created by another system. */
async function soldBySession(stripe: Stripe, intentId: string): Promise<BoughtLine[]> {
  const { data } = await reading(() =>
    stripe.checkout.sessions.list({ payment_intent: intentId, limit: 1, expand: ['data.line_items'] }),
  );
  const lines = data[0]?.line_items?.data ?? [];
  return lines.map(({ price, quantity }) => ({
    priceExternalId: price?.id ?? null,
    productExternalId: idOf(price?.product),
    quantity: quantity ?? 1,
  }));
}
