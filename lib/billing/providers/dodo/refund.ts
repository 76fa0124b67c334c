import type DodoPayments from 'dodopayments';
import { METADATA, metadataValue } from '../metadata';
import type { RefundSnapshot } from '../money-snapshots';
import type { RefundLine, RefundShare } from '../requests';
import { ONCE } from './client';
import { acting, reading } from './errors';
import { allPages } from './pages';
import type { PaymentShape, RefundShape } from './shapes';
import { refundStatus } from './status';
import { at } from './time';

/** A refund without an amount is a full refund. */
export function toRefund(raw: RefundShape, payment: Pick<PaymentShape, 'total_amount' | 'currency'>): RefundSnapshot {
  return {
    externalId: raw.refund_id,
    status: refundStatus(raw.status),
    amount: BigInt(raw.amount ?? payment.total_amount),
    currency: (raw.currency ?? payment.currency).toUpperCase(),
    reason: raw.reason ?? null,
    createdAt: at(raw.created_at),
  };
}

/**
 * Refunds a payment, in full or by item, not by amount. Sent once: Dodo has no idempotency keys, so after
 * `ProviderUnknown` the caller checks `findRefund`. Throws `ProviderRefused` with Dodo's code
 * (PAYMENT_ALREADY_REFUNDED).
 */
export async function refundPayment(
  dodo: DodoPayments,
  appId: string,
  paymentId: string,
  operationId: string,
  share?: RefundShare,
): Promise<{ externalId: string }> {
  const metadata = { [METADATA.app]: appId, [METADATA.operation]: operationId };
  const items = (share?.items ?? []).map(({ id, amount }) => ({ item_id: id, amount: Number(amount) }));
  const body = {
    ...{ payment_id: paymentId, metadata },
    ...(items.length === 0 ? {} : { items }),
    ...(share?.reason ? { reason: share.reason } : {}),
  };
  const refund = await acting(() => dodo.refunds.create(body, ONCE));
  return { externalId: refund.refund_id };
}

export async function refundLines(dodo: DodoPayments, paymentId: string): Promise<RefundLine[]> {
  const { items } = await reading(() => dodo.payments.retrieveLineItems(paymentId));
  return items.map(({ items_id: id, name, refundable_amount: left }) => ({
    id,
    name: name ?? null,
    left: BigInt(left),
  }));
}

/** Clocks differ, and the sandbox's may be moved: the search starts this much earlier, in ms. */
const SLACK = 3_600_000;

/** The refund that an operation created, if any. Lists have no metadata, so each candidate is retrieved. */
export async function findRefund(
  dodo: DodoPayments,
  paymentId: string,
  customerId: string,
  operationId: string,
  since: Date,
): Promise<string | null> {
  const created_at_gte = new Date(since.getTime() - SLACK).toISOString();
  const refunds = await allPages(
    (page) => dodo.refunds.list({ customer_id: customerId, created_at_gte, ...page }),
    ({ refund_id }) => refund_id,
  );
  for (const { refund_id } of refunds.filter((refund) => refund.payment_id === paymentId)) {
    const refund = await reading(() => dodo.refunds.retrieve(refund_id));
    if (metadataValue(refund.metadata, METADATA.operation) === operationId) return refund.refund_id;
  }
  return null;
}
