import type Stripe from 'stripe';
import { ownMetadataOf } from '../metadata';
import type { PaymentSnapshot } from '../money-snapshots';
import type { Snapshot } from '../snapshots';
import { boughtOf } from './payment';
import { type InvoiceShape, idOf } from './shapes';
import { at, atOrNull } from './time';

type FreeInvoice = InvoiceShape & Pick<Stripe.Invoice, 'currency' | 'customer' | 'metadata' | 'total'>;

/**
 * A one-time purchase that a promotion code paid in full. Stripe creates no payment intent for 0, so the invoice, which
 * has the same metadata, represents the purchase: a payment of 0.
 */
export function freePurchase(invoice: FreeInvoice): Snapshot {
  return invoice.total === 0 ? { kind: 'payment', payment: toFreePurchase(invoice) } : { kind: 'absent' };
}

export function toFreePurchase(invoice: FreeInvoice): PaymentSnapshot {
  const paid = invoice.status === 'paid';
  return {
    externalId: invoice.id,
    invoiceExternalId: invoice.id,
    subscriptionExternalId: null,
    customerExternalId: idOf(invoice.customer),
    ownMetadata: ownMetadataOf(invoice.metadata),
    status: paid ? 'succeeded' : invoice.status === 'void' ? 'failed' : 'processing',
    providerStatus: invoice.status ?? 'none',
    bought: boughtOf(invoice),
    amount: 0n,
    tax: 0n,
    credited: 0n,
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
