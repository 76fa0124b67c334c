import type Stripe from 'stripe';
import { reading } from './errors';
import { type InvoiceShape, idOf } from './shapes';

/**
 * Minor units of one payment returned by credit notes after its invoice was paid, excluding what they paid out as
 * refunds, which the charge lists (docs.stripe.com/invoicing/integration/programmatic-credit-notes). A note first
 * returns what no payment collected: the customer's balance, or money outside Stripe. The rest is taken from the
 * invoice's payments, oldest first. Two calls, and only for invoices with credit notes.
 */
export async function creditedOf(stripe: Stripe, invoice: InvoiceShape, intent: string): Promise<bigint> {
  if ((invoice.post_payment_credit_notes_amount ?? 0) === 0) return 0n;
  const [notes, payments] = await Promise.all([
    reading(() => stripe.creditNotes.list({ invoice: invoice.id, limit: 100 }).autoPagingToArray({ limit: 1_000 })),
    reading(() => stripe.invoicePayments.list({ invoice: invoice.id, status: 'paid', limit: 100 })),
  ]);
  const credited = notes.filter(({ status }) => status !== 'void').reduce((sum, note) => sum + keptAsCredit(note), 0);
  const parts = payments.data
    .map(({ amount_paid, created, id, payment }) => ({
      ...{ amount: amount_paid ?? 0, created, id },
      intent: idOf(payment.payment_intent),
    }))
    .filter((part) => part.intent !== null)
    .sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
  const collected = parts.reduce((sum, { amount }) => sum + amount, 0);
  let left = Math.max(0, credited - Math.max(0, (invoice.total ?? collected) - collected));
  for (const part of parts) {
    const share = Math.min(left, part.amount);
    if (part.intent === intent) return BigInt(share);
    left -= share;
  }
  return 0n;
}

function keptAsCredit({ post_payment_amount, refunds }: Stripe.CreditNote): number {
  return refunds.reduce((left, { amount_refunded }) => left - amount_refunded, post_payment_amount);
}
