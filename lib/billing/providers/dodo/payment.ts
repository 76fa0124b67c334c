import type { PaymentStatus } from '../../types';
import { ownMetadataOf } from '../metadata';
import type { BoughtLine, PaymentSnapshot } from '../money-snapshots';
import { toDispute } from './dispute';
import { toRefund } from './refund';
import type { PaymentShape } from './shapes';
import { paymentStatus } from './status';
import { at } from './time';

/** One payment as retrieved from Dodo, including its refunds and disputes. Amounts are minor units. */
export function toPayment(raw: PaymentShape): PaymentSnapshot {
  const status = statusOf(raw);
  const subscription = subscriptionOf(raw);
  const failed = status === 'failed';
  return {
    externalId: raw.payment_id,
    invoiceExternalId: raw.invoice_id ?? null,
    subscriptionExternalId: subscription,
    customerExternalId: raw.customer.customer_id,
    ownMetadata: ownMetadataOf(raw.metadata),
    status,
    providerStatus: raw.status ?? 'none',
    bought: subscription === null ? (raw.product_cart ?? []).map(toBought) : [],
    amount: BigInt(raw.total_amount),
    tax: BigInt(raw.tax ?? 0),
    currency: raw.currency.toUpperCase(),
    description: null,
    cardBrand: raw.card_network?.toLowerCase() ?? null,
    cardLast4: raw.card_last_four ?? null,
    failureCode: failed ? (raw.error_code ?? null) : null,
    failureMessage: failed ? (raw.error_message ?? null) : null,
    createdAt: at(raw.created_at),
    // `updated_at` changes with every refund; Dodo has no time of the charge itself.
    paidAt: null,
    // Dodo has no credit notes.
    credited: 0n,
    refunds: raw.refunds.map((refund) => toRefund(refund, raw)),
    disputes: raw.disputes.map(toDispute),
  };
}

function toBought({ product_id: id, quantity }: { product_id: string; quantity: number }): BoughtLine {
  return { priceExternalId: id, productExternalId: id, quantity };
}

/** A declined payment may wait on its page for another card; until then it counts as failed. */
function statusOf({ status, error_code: code }: PaymentShape): PaymentStatus {
  if (status === 'requires_payment_method' && (code ?? null) !== null) return 'failed';
  return paymentStatus(status);
}

/** The subscription a payment is for; null for one-time purchases and for several at a time, which we never sell. */
export function subscriptionOf(raw: Pick<PaymentShape, 'subscription_id' | 'subscription_ids'>): string | null {
  const [first, second] = raw.subscription_ids;
  return raw.subscription_id ?? (second === undefined ? (first ?? null) : null);
}
