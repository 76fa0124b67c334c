import type Stripe from 'stripe';
import { METADATA, metadataValue } from '../metadata';
import type { RefundSnapshot } from '../money-snapshots';
import type { RefundShare } from '../requests';
import { acting, reading } from './errors';
import { refundStatus } from './status';
import { at } from './time';

export type RefundShape = Pick<Stripe.Refund, 'id' | 'status' | 'amount' | 'currency' | 'reason' | 'created'>;

export function toRefund(raw: RefundShape): RefundSnapshot {
  return {
    externalId: raw.id,
    status: refundStatus(raw.status),
    amount: BigInt(raw.amount),
    currency: raw.currency.toUpperCase(),
    reason: raw.reason,
    createdAt: at(raw.created),
  };
}

/** Maximum length of a value in Stripe's metadata, in characters (docs.stripe.com/api/metadata). */
const MAX_VALUE = 500;

/** Refunds what's left of a payment, or a share. Throws `ProviderRefused` (`charge_already_refunded`) if nothing is. */
export async function refundPayment(
  stripe: Stripe,
  appId: string,
  intentId: string,
  operationId: string,
  share?: RefundShare,
): Promise<{ externalId: string }> {
  const why = share?.reason ? { reason: share.reason.slice(0, MAX_VALUE) } : {};
  const refund = await acting(() =>
    stripe.refunds.create(
      {
        payment_intent: intentId,
        ...(share?.amount == null ? {} : { amount: Number(share.amount) }),
        reason: 'requested_by_customer',
        metadata: { [METADATA.app]: appId, [METADATA.operation]: operationId, ...why },
      },
      { idempotencyKey: operationId },
    ),
  );
  return { externalId: refund.id };
}

/** The refund that an operation created, if any. */
export async function findRefund(stripe: Stripe, intentId: string, operationId: string): Promise<string | null> {
  const refunds = await refundsOf(stripe, intentId);
  return refunds.find((refund) => metadataValue(refund.metadata, METADATA.operation) === operationId)?.id ?? null;
}

export async function refundsOf(stripe: Stripe, intentId: string): Promise<Stripe.Refund[]> {
  return reading(() =>
    stripe.refunds.list({ payment_intent: intentId, limit: 100 }).autoPagingToArray({ limit: 1_000 }),
  );
}
