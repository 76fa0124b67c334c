import type Stripe from 'stripe';
import type { PaymentSnapshot, Snapshot } from '../contract';
import { disputesOf } from './dispute';
import { reading, readingOrAbsent } from './errors';
import { fetchFreePurchase } from './free-purchase';
import { chargeOf, toPayment } from './payment';
import { refundsOf, toRefund } from './refund';
import type { InvoiceShape } from './shapes';

/** Brings the charge and its refunds along with a payment intent. */
export const EXPANSION = ['latest_charge.refunds'];

/** Two calls: the intent with its charge and refunds, and the invoice it collects, which it does not name itself. */
export async function fetchPayment(stripe: Stripe, id: string): Promise<Snapshot> {
  if (id.startsWith('in_')) return fetchFreePurchase(stripe, id);
  const looking = invoiceOf(stripe, id);
  // Awaited below; should the payment be absent, what the list says does not matter.
  looking.catch(() => undefined);
  const intent = await retrieveIntent(stripe, id);
  if (intent === null) return { kind: 'absent' };
  return { kind: 'payment', payment: await complete(stripe, intent, await looking) };
}

export async function retrieveIntent(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent | null> {
  return readingOrAbsent(id, () => stripe.paymentIntents.retrieve(id, { expand: EXPANSION }));
}

/** Since basil neither intent nor charge names its invoice (stripe.md §1.6). */
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

/** The payment with all refunds (the embedded list stops at ten) and, where the charge is disputed, its disputes. */
export async function complete(
  stripe: Stripe,
  intent: Stripe.PaymentIntent,
  invoice: InvoiceShape | null,
): Promise<PaymentSnapshot> {
  const charge = chargeOf(intent);
  const disputes = charge?.disputed ? await disputesOf(stripe, intent.id) : [];
  const payment = toPayment(intent, invoice, disputes);
  if (!charge?.refunds?.has_more) return payment;
  return { ...payment, refunds: (await refundsOf(stripe, intent.id)).map(toRefund) };
}
