import type Stripe from 'stripe';
import type { PaymentSnapshot, Snapshot } from '../contract';
import { MARK, mark, marksOf } from '../marks';
import { readingOrAbsent } from './errors';
import { type InvoiceShape, idOf, subscriptionOf } from './shapes';
import { at, atOrNull } from './time';

type FreeInvoice = InvoiceShape & Pick<Stripe.Invoice, 'currency' | 'customer' | 'metadata' | 'total'>;

/**
 * Something bought once that a promotion code paid in full. Stripe makes no payment intent over 0, so the invoice,
 * which carries the same marks, stands for the purchase: a payment of 0. Never for a subscription's invoice, where
 * "settled without money" is no payment.
 */
export async function fetchFreePurchase(stripe: Stripe, id: string): Promise<Snapshot> {
  const invoice = await readingOrAbsent(id, () => stripe.invoices.retrieve(id));
  if (invoice === null || invoice.total !== 0 || subscriptionOf(invoice) !== null) return { kind: 'absent' };
  return { kind: 'payment', payment: toFreePurchase(invoice) };
}

export function toFreePurchase(invoice: FreeInvoice): PaymentSnapshot {
  const paid = invoice.status === 'paid';
  return {
    externalId: invoice.id,
    invoiceExternalId: invoice.id,
    subscriptionExternalId: null,
    customerExternalId: idOf(invoice.customer),
    marks: marksOf(invoice.metadata),
    status: paid ? 'succeeded' : invoice.status === 'void' ? 'failed' : 'processing',
    providerStatus: invoice.status ?? 'none',
    priceExternalId: mark(invoice.metadata, MARK.price),
    quantity: Number(mark(invoice.metadata, MARK.quantity) ?? 1),
    amount: 0n,
    tax: 0n,
    currency: invoice.currency.toUpperCase(),
    description: null,
    cardBrand: null,
    cardLast4: null,
    failureCode: null,
    failureMessage: null,
    createdAt: at(invoice.created),
    paidAt: paid ? atOrNull(invoice.status_transitions.paid_at ?? invoice.created) : null,
    refunds: [],
    disputes: [],
  };
}
