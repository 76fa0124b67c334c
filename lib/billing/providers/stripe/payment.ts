import type Stripe from 'stripe';
import type { PaymentStatus } from '../../types';
import { ownMetadataOf } from '../metadata';
import type { BoughtLine, DisputeSnapshot, PaymentSnapshot } from '../money-snapshots';
import { toLine } from './invoice';
import { toRefund } from './refund';
import { type InvoiceShape, idOf, subscriptionOf, taxOf } from './shapes';
import { paymentStatus } from './status';
import { at, atOrNull } from './time';

export type IntentShape = Pick<
  Stripe.PaymentIntent,
  | 'id'
  | 'status'
  | 'amount'
  | 'amount_received'
  | 'currency'
  | 'created'
  | 'customer'
  | 'description'
  | 'metadata'
  | 'last_payment_error'
> & { readonly latest_charge: string | ChargeShape | null };

export type ChargeShape = Pick<
  Stripe.Charge,
  'id' | 'created' | 'disputed' | 'refunds' | 'payment_method_details' | 'status'
>;

/**
 * A payment intent, fetched with `latest_charge.refunds`, and the invoice it collects (null if it has none). What was
 * bought once comes from the lines of the invoice, or of the session if there is none; metadata says whose it is, never
 * what was bought or how many. Amounts are minor units.
 */
export function toPayment(
  intent: IntentShape,
  invoice: InvoiceShape | null,
  disputes: readonly DisputeSnapshot[],
  bought: readonly BoughtLine[] = invoice === null ? [] : boughtOf(invoice),
): PaymentSnapshot {
  const charge = chargeOf(intent);
  const subscription = invoice === null ? null : subscriptionOf(invoice);
  const status = statusOf(intent, charge);
  const failure = status === 'failed' ? intent.last_payment_error : null;
  const card = charge?.payment_method_details?.card;
  return {
    externalId: intent.id,
    invoiceExternalId: invoice?.id ?? null,
    subscriptionExternalId: subscription,
    customerExternalId: idOf(intent.customer),
    ownMetadata: ownMetadataOf(intent.metadata),
    status,
    providerStatus: intent.status,
    bought: subscription === null ? bought : [],
    amount: BigInt(status === 'succeeded' ? intent.amount_received : intent.amount),
    tax: invoice === null ? 0n : taxOf(invoice),
    // From the invoice's credit notes, which are fetched separately.
    credited: 0n,
    currency: intent.currency.toUpperCase(),
    description: intent.description,
    cardBrand: card?.brand ?? null,
    cardLast4: card?.last4 ?? null,
    failureCode: failure?.decline_code ?? failure?.code ?? null,
    failureMessage: failure?.message ?? null,
    createdAt: at(intent.created),
    paidAt: status === 'succeeded' ? paidAtOf(charge, invoice) : null,
    refunds: (charge?.refunds?.data ?? []).map(toRefund),
    disputes,
  };
}

/**
 * A card pays when it's charged. Other methods may pay days after the charge was made
 * (docs.stripe.com/payments/payment-methods#payment-notification); only the invoice says when.
 */
function paidAtOf(charge: ChargeShape | null, invoice: InvoiceShape | null): Date | null {
  if (charge?.payment_method_details?.card) return at(charge.created);
  return atOrNull(invoice?.status_transitions.paid_at ?? null);
}

/** What an invoice without a subscription sold. */
export function boughtOf(invoice: InvoiceShape): BoughtLine[] {
  return invoice.lines.data.map(toLine);
}

/** The charge, if expanded. */
export function chargeOf(intent: IntentShape): ChargeShape | null {
  return typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
}

const CHARGE: Readonly<Record<string, PaymentStatus>> = {
  succeeded: 'succeeded',
  pending: 'processing',
  failed: 'failed',
};

function statusOf(intent: IntentShape, charge: ChargeShape | null): PaymentStatus {
  // Not attempted yet: an intent starts in the same state that a decline returns it to.
  const untried = intent.last_payment_error === null && charge === null;
  if (intent.status === 'requires_payment_method' && untried) return 'processing';
  // A status newer than this SDK: the charge tells whether the payment succeeded.
  return paymentStatus(intent.status) ?? CHARGE[charge?.status ?? ''] ?? 'processing';
}
